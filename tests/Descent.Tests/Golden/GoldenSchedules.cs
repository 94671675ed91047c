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
        ["MultiStepLR"] = one => new MultiStepDecay(
            one.Option("milestones").EnumerateArray().Select(item => item.GetInt32()), one.Number("gamma")),
        ["LinearLR"] = one => new LinearSchedule(one.Integer("total_iters"), one.Number("start_factor"), one.Number("end_factor")),
        ["PolynomialLR"] = one => new PolynomialDecay(one.Integer("total_iters"), one.Number("power")),
        ["PolynomialDecay"] = one => new PolynomialDecay(one.Integer("decay_steps"), one.Number("power"), one.Number("end_learning_rate")),
        ["OneCycleLR"] = one => new OneCycle(
            one.Integer("total_steps"),
            one.Number("pct_start"),
            one.Number("div_factor"),
            one.Number("final_div_factor"),
            one.Text("anneal_strategy") == "linear",
            one.Flag("three_phase"),
            Momentum(one)),
        ["CyclicLR"] = one => new CyclicSchedule(
            one.Integer("step_size_up"),
            one.Integer("step_size_down"),
            one.Number("base_lr") / one.Number("max_lr"),
            one.Text("mode") switch
            {
                "triangular2" => CycleHeight.Halving,
                "exp_range" => CycleHeight.Shrinking,
                _ => CycleHeight.Constant,
            },
            one.Number("gamma"),
            Momentum(one)),
        ["ReduceLROnPlateau"] = one => new Plateau(
            one.Number("factor"),
            one.Integer("patience"),
            one.Number("threshold"),
            one.Text("threshold_mode") == "abs",
            one.Integer("cooldown"),
            one.Number("min_lr"),
            one.Text("mode") == "max"),
        ["LinearWarmup"] = one => new Warmup(one.Integer("warmup_steps")),
        ["WarmupCosine"] = one => new ScheduleSequence(
            new Warmup(one.Integer("warmup_steps")),
            new CosineDecay(one.Integer("total_steps") - one.Integer("warmup_steps"), one.Number("min_lr"))),
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
            var reports = one.Inputs.TryGetValue("metrics", out var metrics) ? metrics.Values : [];
            Check(one, "learning_rate", step => schedule.Rate(one.Number("lr"), step, [.. reports.Take(step)]));
            if (one.Outputs.ContainsKey("momentum"))
            {
                Check(one, "momentum", step => schedule.Momentum(step)!.Value);
            }
            else
            {
                Assert.Null(schedule.Momentum(0));
            }
        }

        output.WriteLine($"{kind}: {cases.Count} cases");
    }

    [SkippableFact]
    public void Cases_OfEveryKind_AreAllRun()
        => Assert.Empty(GoldenFile.Load("schedulers.json").Cases.Select(one => one.Kind).Distinct().Except(Schedules.Keys));

    private static void Check(GoldenCase one, string name, Func<int, double> compute)
    {
        var wanted = one.Outputs[name].Values;
        Assert.Equal(wanted.Length, one.Integer("steps"));
        for (var step = 0; step < wanted.Length; step++)
        {
            var got = compute(step);
            Assert.True(
                Math.Abs(got - wanted[step]) <= 1e-13,
                $"{one}, {name} at step {step}: {got:R}, but the reference has {wanted[step]:R}.");
        }
    }

    private static MomentumRange? Momentum(GoldenCase one)
        => one.Flag("cycle_momentum") ? new MomentumRange(one.Number("base_momentum"), one.Number("max_momentum")) : null;
}
