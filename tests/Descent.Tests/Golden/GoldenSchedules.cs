using Xunit.Abstractions;

namespace Descent.Tests.Golden;

/// <summary>Sixty steps of each schedule against PyTorch's (and Keras's) rates.</summary>
public class GoldenSchedules(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<GoldenCase, Schedule>> Schedules = new()
    {
        ["ConstantLR"] = one => new ConstantSchedule(one.Number("factor"), one.Integer("total_iters")),
        ["StepLR"] = one => new StepDecay(one.Integer("step_size"), one.Number("gamma")),
        ["ExponentialLR"] = one => new ExponentialDecay(one.Number("gamma")),
        ["ExponentialDecay"] = one => new ExponentialDecay(one.Number("decay_rate"), one.Integer("decay_steps"), one.Flag("staircase")),
        ["InverseTimeDecay"] = one => new InverseTimeDecay(one.Number("decay_rate"), one.Integer("decay_steps"), one.Flag("staircase")),
        ["CosineAnnealingLR"] = one => new CosineDecay(one.Integer("t_max"), one.Number("eta_min")),
        ["CosineAnnealingWarmRestarts"] = one => new CosineRestarts(one.Integer("t_0"), one.Integer("t_mult"), one.Number("eta_min")),
    };

    public static TheoryData<string> Kinds => new(Schedules.Keys);

    [SkippableTheory]
    [MemberData(nameof(Kinds))]
    public void Rate_EveryStep_IsTheReference(string kind)
    {
        var cases = GoldenFile.Load("schedulers.json").Of(kind);
        foreach (var one in cases)
        {
            var schedule = Schedules[kind](one);
            var rates = Enumerable.Range(0, one.Integer("steps")).Select(step => schedule.Rate(one.Number("lr"), step)).ToArray();
            var wanted = one.Outputs["learning_rate"].Values;
            Assert.Equal(wanted.Length, rates.Length);
            for (var step = 0; step < rates.Length; step++)
            {
                Assert.True(Math.Abs(rates[step] - wanted[step]) <= 1e-13, $"{one}, step {step}: {rates[step]:R}, but the reference has {wanted[step]:R}.");
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases");
    }
}
