using Descent.Cli;

namespace Descent.App.Tests.Cli;

/// <summary>What the project set out to hold resolves by name, as people write the names.</summary>
public class CoverageTests
{
    public static TheoryData<string, string> Names => new()
    {
        { "loss", "MSE, MAE, Huber, Smooth L1, log-cosh, quantile, pinball, MSLE, MAPE, Poisson NLL, Gaussian NLL, cosine similarity" },
        { "loss", "binary cross-entropy, BCE, BCE with logits, BCE on probabilities, hinge, logistic margin, exponential, zero-one, squared hinge" },
        { "loss", "binary focal, soft margin, hinge embedding, categorical cross-entropy, sparse categorical cross-entropy, cross-entropy, NLL" },
        { "loss", "KL divergence, multi-class hinge, multi-margin, focal, generalised cross-entropy, Jensen-Shannon, Dice, Tversky, CTC" },
        { "loss", "multilabel margin, multilabel soft margin, contrastive, NT-Xent, triplet, margin ranking, cosine embedding, supervised contrastive" },
        { "activation", "binary step, identity, sigmoid, tanh, ReLU, leaky ReLU, parametric ReLU, PReLU, ELU, swish, SiLU, softmax, SELU, CELU, GELU" },
        { "activation", "GELU tanh, mish, softplus, softsign, hard sigmoid, hard tanh, hard swish, ReLU6, log-sigmoid, log-softmax, soft shrink, hard shrink" },
        { "activation", "tanh shrink, softmin, threshold, RReLU, maxout, GLU, SwiGLU" },
        { "layer", "linear, dense, McCulloch-Pitts, bilinear, conv, conv1d, conv-transpose, depthwise, flatten, reshape, upsample" },
        { "layer", "maxpool, avgpool, adaptive avgpool, global avgpool, batchnorm, layernorm, groupnorm, rmsnorm, dropout, spatial dropout, alpha dropout" },
        { "layer", "embedding, RNN, LSTM, GRU, attention, multi-head attention, positional encoding, transformer, transformer decoder, radial basis, RBF, residual" },
        { "optimizer", "SGD, gradient descent, momentum, Nesterov, AdaGrad, RMSprop, Adam, AdaDelta, Adamax, NAdam, RAdam, AMSGrad, AdamW, Lion, LAMB, Muon, L-BFGS, Rprop" },
        { "schedule", "constant, step, multi-step, exponential, inverse-time, polynomial, cosine, cosine restarts, one-cycle, cyclic, plateau, warmup" },
        { "initializer", "xavier, glorot, he, kaiming, lecun, orthogonal, uniform, normal, zeros, ones, identity, sparse, truncated normal" },
        { "metric", "accuracy, precision, recall, F1, ROC AUC, PR AUC, log loss, Brier, ECE, calibration, MAE, RMSE, R2, top-k" },
        { "metric", "Matthews, MCC, kappa, perplexity, IoU, average precision, MSE" },
        { "example", "perceptron limits, xor, logistic regression, radial basis, digits cnn, sentiment, language model, time series, autoencoder, deep belief" },
        { "example", "gan, contrastive, imbalanced labels, segmentation, detection, ensemble, vanishing gradients, variational autoencoder" },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Show_EveryName_Resolves(string kind, string names)
    {
        var known = CatalogKind.Find(kind).Definitions();
        var missing = names.Split(", ").Where(name => !known.Any(definition => Specification.Goes(definition, name)));
        Assert.True(!missing.Any(), $"{kind}: {string.Join(", ", missing)}");
    }

    [Theory]
    [InlineData("perceptron")]
    [InlineData("threshold unit")]
    [InlineData("linear")]
    [InlineData("softmax")]
    public void Show_NameOfWhateverKind_Resolves(string name) => Assert.NotEmpty(CatalogKind.FindAnywhere(name));

    [Theory]
    [InlineData("activation")]
    [InlineData("loss")]
    [InlineData("layer")]
    [InlineData("optimizer")]
    [InlineData("schedule")]
    [InlineData("initializer")]
    [InlineData("metric")]
    public void Names_OfAKind_StandForOneThing(string kind)
    {
        static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        var names = CatalogKind.Find(kind).Definitions()
            .SelectMany(definition => definition.Aliases.Prepend(definition.Name).Select(Plain).Distinct()).ToArray();
        Assert.DoesNotContain(names.CountBy(name => name), count => count.Value > 1);
    }
}
