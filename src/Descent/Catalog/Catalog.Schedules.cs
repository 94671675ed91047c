namespace Descent;

public static partial class Catalog
{
    /// <summary>The learning-rate schedules.</summary>
    public static IReadOnlyList<Definition<Schedule>> Schedules { get; } =
    [
        ConstantSchedule.Definition,
        StepDecay.Definition,
        ExponentialDecay.Definition,
        InverseTimeDecay.Definition,
        CosineDecay.Definition,
        CosineRestarts.Definition,
    ];
}
