using Descent.Kernels;

namespace Descent;

/// <summary>rate(k) = rate factor^n with n the number of milestones up to k: a drop at each.</summary>
/// <remarks>A milestone that is given twice counts twice. Source: the recipe of He et al., CVPR 2016.</remarks>
public sealed class MultiStepDecay : Schedule
{
    private readonly int[] milestones;
    private readonly double factor;

    /// <summary>Makes the schedule.</summary>
    /// <param name="milestones">The steps at which the rate drops, in any order.</param>
    /// <param name="factor">What it is multiplied by at each.</param>
    /// <exception cref="SpecificationException">There is no milestone, or a value is out of range.</exception>
    public MultiStepDecay(IEnumerable<int> milestones, double factor = 0.1)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        this.milestones = [.. milestones.Order()];
        if (this.milestones.Length == 0 || this.milestones[0] < 1)
        {
            throw new SpecificationException("Milestones must be one or more steps, each 1 or larger; 30,60,90 is usual.");
        }

        this.factor = Hyperparameter.Positive(factor, "factor", "0.1");
    }

    /// <summary>How the schedule describes itself.</summary>
    public static Definition<Schedule> Definition { get; } = new()
    {
        Kind = ConceptKind.Schedule,
        Name = "multi-step",
        Aliases = ["milestones"],
        Summary = "Multiplies the rate by a factor at each of some steps, where the loss is known to stand still.",
        FormulaText = "rate(k) = rate factor^(number of milestones <= k)",
        Options =
        [
            new("milestones", OptionKind.Text, "steps at which the rate drops, joined by commas", null)
            {
                Aliases = ["at"],
                Positional = true,
            },
            ScheduleOptions.Factor("what the rate is multiplied by at each", "0.1"),
        ],
        Source = "He et al., Deep residual learning for image recognition, CVPR 2016",
        Caveats = "Milestones belong to one length of training: change them with the epochs, or use cosine.",
        Create = options => new MultiStepDecay(
            Array.ConvertAll(options.Text("milestones").Split(','), Milestone), options.Number("factor")),
    };

    /// <inheritdoc/>
    protected override double Compute(double initialRate, int step)
        => initialRate * PortableMath.Power(factor, milestones.Count(milestone => milestone <= step));

    private static int Milestone(string text)
        => int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var step)
            ? step
            : throw new SpecificationException($"'multi-step': the milestone '{text}' is no whole number; write milestones=30,60,90.");
}
