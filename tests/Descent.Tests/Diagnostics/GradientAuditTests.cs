namespace Descent.Tests.Diagnostics;

public class GradientAuditTests
{
    [Theory]
    [InlineData("linear 8, relu, dropout 0.3, linear 3", "cross-entropy")]
    [InlineData("linear 6, batchnorm, tanh, linear 3", "mse")]
    [InlineData("linear 6, prelu, linear 3", "cross-entropy label-smoothing=0.1")]
    public void Of_ATraining_AgreesForEveryParameter(string model, string loss)
    {
        var session = Session(model, loss);
        var audit = GradientAudit.Of(session, samples: 5);
        Assert.True(audit.Agrees, string.Join("\n", audit.Lines));
        Assert.Equal(5, audit.Samples);
        Assert.Equal(session.Model.Parameters.Count(named => named.Parameter.Trainable), audit.Lines.Count);
        Assert.Contains(audit.Lines, line => Math.Abs(line.Worst.Analytic) > 1e-3 || line.Worst.RelativeError > 0);
    }

    [Fact]
    public void Of_ATraining_LeavesTheValuesAsTheyWere()
    {
        var session = Session("linear 4, batchnorm, linear 3", "cross-entropy");
        session.Model.Initialize(5);
        session.Model.Convert(ElementType.Float64);
        var before = session.Model.Parameters.Select(named => named.Parameter.Value.ToDoubles()).ToArray();
        GradientAudit.Of(session);
        Assert.Equal(before, session.Model.Parameters.Select(named => named.Parameter.Value.ToDoubles()).ToArray());
    }

    private static TrainingSession Session(string model, string loss)
        => TrainingSession.Create(new Recipe { Source = "iris", Model = model, Loss = loss, Seed = 3 });
}
