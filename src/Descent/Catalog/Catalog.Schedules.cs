namespace Descent;

public static partial class Catalog
{
    /// <summary>The learning-rate schedules.</summary>
    public static IReadOnlyList<Definition<Schedule>> Schedules { get; } =
    [
        ConstantSchedule.Definition,
        StepDecay.Definition,
        MultiStepDecay.Definition,
        ExponentialDecay.Definition,
        InverseTimeDecay.Definition,
        LinearSchedule.Definition,
        PolynomialDecay.Definition,
        CosineDecay.Definition,
        CosineRestarts.Definition,
        OneCycle.Definition,
        CyclicSchedule.Definition,
        Plateau.Definition,
        Warmup.Definition,
    ];
}
