namespace Descent.Tests.Training;

/// <summary>Training with losses that compare embeddings and need no target, or one of another kind than the output's width.</summary>
public class EmbeddingTrainingTests
{
    [Fact]
    public void Fit_SupervisedContrastive_LearnsAndMeasuresTheLossAlone()
    {
        var (train, validation) = (Examples.Blobs(), Examples.Blobs(60, seed: 1));
        var model = new Sequential(new Linear(2, 16), new Tanh(), new Linear(16, 5));
        var run = new Trainer(model, new SupervisedContrastive(0.5), new Adam(0.01)).Fit(train, epochs: 8, validation);
        Assert.True(run.History[^1].ValidationLoss < run.History[0].ValidationLoss);
        Assert.Empty(run.History[^1].Metrics);
        Assert.Equal(0, run.Validation.Predictions.Count);
    }

    [Fact]
    public void Fit_LossWithoutTarget_LearnsFromStackedOutputs()
    {
        foreach (var loss in (Loss[])[new NtXent(), new TripletMargin()])
        {
            var parts = loss is NtXent ? 2 : 3;
            var model = new Sequential(new Linear(2, parts * 4), new Reshape(new Shape(parts, 4)));
            var run = new Trainer(model, loss, new Adam(0.01)).Fit(Examples.Blobs(), epochs: 4);
            Assert.True(run.History[^1].TrainLoss < run.History[0].TrainLoss);
        }
    }

    [Fact]
    public void Fit_LossOfPairsWithTargets_SaysThatTheDataHasNone()
    {
        var model = new Sequential(new Linear(2, 8), new Reshape(new Shape(2, 4)));
        var trainer = new Trainer(model, new CosineEmbedding(), new Adam(0.01));
        var error = Assert.Throws<DescentException>(() => trainer.Fit(Examples.Blobs(), epochs: 1));
        Assert.Contains("'cosine-embedding'", error.Message, StringComparison.Ordinal);
        Assert.Contains("TrainingStep", error.Message, StringComparison.Ordinal);
    }
}
