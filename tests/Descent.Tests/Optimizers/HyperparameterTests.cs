namespace Descent.Tests.Optimizers;

public class HyperparameterTests
{
    public static TheoryData<string> Refusals => new(Cases.Keys);

    private static readonly Dictionary<string, Func<object>> Cases = new()
    {
        ["sgd rate"] = () => new Sgd(-0.1),
        ["sgd rate NaN"] = () => new Sgd(double.NaN),
        ["sgd momentum"] = () => new Sgd(0.1, momentum: 1),
        ["sgd dampening"] = () => new Sgd(0.1, momentum: 0.9, dampening: 1.1),
        ["sgd weight decay"] = () => new Sgd(0.1, weightDecay: -1),
        ["momentum"] = () => new Momentum(0.1, -0.1),
        ["adagrad decay"] = () => new AdaGrad(rateDecay: -1),
        ["adagrad epsilon"] = () => new AdaGrad(epsilon: 0),
        ["rmsprop decay"] = () => new RmsProp(decay: 1),
        ["adam beta1"] = () => new Adam(beta1: 1),
        ["adam beta2"] = () => new Adam(beta2: double.NaN),
        ["adam epsilon"] = () => new Adam(epsilon: double.PositiveInfinity),
        ["adamw weight decay"] = () => new AdamW(weightDecay: -0.01),
        ["adadelta rho"] = () => new AdaDelta(rho: 1),
        ["adamax epsilon"] = () => new Adamax(epsilon: 0),
        ["nadam momentum decay"] = () => new NAdam(momentumDecay: -1),
        ["radam beta2"] = () => new RAdam(beta2: 1),
        ["lion beta1"] = () => new Lion(beta1: -0.1),
        ["lamb weight decay"] = () => new Lamb(weightDecay: -1),
        ["muon momentum"] = () => new Muon(momentum: 1),
        ["rprop shrink"] = () => new Rprop(shrink: 0),
        ["rprop growth"] = () => new Rprop(growth: 1),
        ["rprop sizes"] = () => new Rprop(smallest: 2, largest: 1),
        ["lbfgs history"] = () => new Lbfgs(history: 0),
        ["average decay"] = () => new ExponentialMovingAverage(1),
        ["group factor"] = () => new ParameterGroup([]) { RateFactor = -1 },
        ["momentum factor"] = () => new Momentum(0.1) { MomentumFactor = 1 },
        ["plateau factor"] = () => new Plateau(factor: 1),
        ["plateau patience"] = () => new Plateau(patience: -1),
        ["one-cycle rise"] = () => new OneCycle(rise: 1),
        ["cyclic up"] = () => new CyclicSchedule(up: 0),
        ["milestones"] = () => new MultiStepDecay([]),
        ["warmup steps"] = () => new Warmup(0),
        ["linear period"] = () => new LinearSchedule(0),
        ["polynomial power"] = () => new PolynomialDecay(power: 0),
        ["momentum range"] = () => new MomentumRange(0.5, 1),
        ["clip norm"] = () => GradientClipping.ByNorm(0),
        ["clip order"] = () => GradientClipping.ByNorm(1, order: 0),
        ["clip value"] = () => GradientClipping.ByValue(-1),
        ["step period"] = () => new StepDecay(0),
        ["exponential factor"] = () => new ExponentialDecay(0),
        ["cosine minimum"] = () => new CosineDecay(10, -1),
        ["restarts factor"] = () => new CosineRestarts(10, 0),
        ["xavier gain"] = () => new Xavier(gain: 0),
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Constructor_ValueOutOfRange_SaysTheRange(string name)
    {
        var error = Assert.Throws<SpecificationException>(Cases[name]);
        Assert.Contains("must be", error.Message, StringComparison.Ordinal);
        Assert.Contains("usual", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sgd_NesterovWithoutMomentum_IsRefused() => Assert.Throws<SpecificationException>(() => new Sgd(0.1, nesterov: true));
}
