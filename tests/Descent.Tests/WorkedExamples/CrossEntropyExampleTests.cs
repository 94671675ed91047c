namespace Descent.Tests.WorkedExamples;

/// <summary>Example 4: the cross-entropy of two rows of logits, printed as 0.1725.</summary>
public class CrossEntropyExampleTests
{
    private static readonly Dictionary<string, double> Values = Numbers();

    [Theory]
    [InlineData("softmax.0.0", 0.8471815854696964)]
    [InlineData("softmax.0.1", 0.11465355982238397)]
    [InlineData("softmax.0.2", 0.03816485470791954)]
    [InlineData("softmax.1.0", 0.11314284146556013)]
    [InlineData("softmax.1.1", 0.8360188027814407)]
    [InlineData("softmax.1.2", 0.05083835575299916)]
    [InlineData("row_losses.0", 0.16584022068459262)]
    [InlineData("row_losses.1", 0.1791041747850027)]
    [InlineData("mean_loss", 0.17247219773479766)]
    [InlineData("mean_loss_gradient.0.0", -0.07640920726515182)]
    [InlineData("mean_loss_gradient.0.1", 0.057326779911191984)]
    [InlineData("mean_loss_gradient.0.2", 0.01908242735395977)]
    [InlineData("mean_loss_gradient.1.0", 0.05657142073278006)]
    [InlineData("mean_loss_gradient.1.1", -0.08199059860927965)]
    [InlineData("mean_loss_gradient.1.2", 0.02541917787649958)]
    public void Compute_EachNumber_HasItsValue(string name, double want) => Worked.Equal(want, Values[name], name);

    [Fact]
    public void Compute_Mean_HasThePrintedDigits() => Worked.Prints("0.1725", Values["mean_loss"]);

    internal static Dictionary<string, double> Numbers()
    {
        var logits = Tensor.From(new[,] { { 2.1, 0.1, -1.0 }, { 1.0, 3.0, 0.2 } }).Tracked();
        var targets = Tensor.From<int>([0, 1]);
        var loss = new CrossEntropy().Compute(logits, targets);
        var numbers = new Dictionary<string, double>();
        numbers.Add("softmax", logits.Softmax());
        numbers.Add("row_losses", new CrossEntropy { Reduction = Reduction.None }.Compute(logits, targets));
        numbers.Add("mean_loss", loss);
        numbers.Add("mean_loss_gradient", Gradients.Of(loss, [logits])[0]);
        return numbers;
    }
}
