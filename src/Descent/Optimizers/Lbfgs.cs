using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

/// <summary>
/// L-BFGS, a quasi-Newton method for full batches: d = -H g, with H the estimate of the inverse Hessian from the last steps s and the
/// changes y of
/// the gradient that they brought; theta += t d, with t from a line search. One step makes several such iterations.
/// </summary>
/// <remarks>
/// H begins as y.s / y.y of the newest pair; pairs with y.s of 1e-10 or less are left out. While there is no pair, t is cut to
/// min(1, 1 / sum abs g) times the rate. Sources: Nocedal, Mathematics of Computation 35, 1980; Liu and Nocedal, 1989.
/// </remarks>
public sealed class Lbfgs : Optimizer
{
    private const double LeastCurvature = 1e-10;
    private const int StepSlot = 0;
    private const int GradientSlot = 1;

    private readonly int iterations;
    private readonly int evaluations;
    private readonly double gradientTolerance;
    private readonly double changeTolerance;
    private readonly int history;
    private readonly bool searchesLine;
    private LbfgsMemory? memory;
    private double along;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The first length to try along each direction, or the length without a search; 1 is Newton's.</param>
    /// <param name="iterations">The iterations of one step.</param>
    /// <param name="evaluations">After so many evaluations of the loss no other iteration begins; 0 for 5/4 of the iterations.</param>
    /// <param name="gradientTolerance">Where no element of the gradient is larger, a step ends.</param>
    /// <param name="changeTolerance">Where neither a parameter nor the loss changes by more, a step ends.</param>
    /// <param name="history">How many pairs of steps and changes are kept.</param>
    /// <param name="searchesLine">Whether to search along each direction for the strong Wolfe conditions.</param>
    /// <exception cref="SpecificationException">A value is out of range.</exception>
    public Lbfgs(
        double learningRate = 1,
        int iterations = 20,
        int evaluations = 0,
        double gradientTolerance = 1e-7,
        double changeTolerance = 1e-9,
        int history = 10,
        bool searchesLine = true)
        : base(learningRate)
    {
        this.iterations = Hyperparameter.Positive(iterations, "number of iterations", "20");
        this.evaluations = evaluations == 0 ? iterations * 5 / 4 : Hyperparameter.Positive(evaluations, "number of evaluations", "25");
        this.gradientTolerance = Hyperparameter.NotNegative(gradientTolerance, "tolerance of the gradient", "1e-7");
        this.changeTolerance = Hyperparameter.NotNegative(changeTolerance, "tolerance of changes", "1e-9");
        this.history = Hyperparameter.Positive(history, "history", "10");
        this.searchesLine = searchesLine;
        var ages = Enumerable.Range(1, history).Select(age => age.ToString(CultureInfo.InvariantCulture)).ToArray();
        StateNames = ["step", "gradient", .. ages.Select(age => $"step-{age}"), .. ages.Select(age => $"change-{age}")];
    }

    /// <summary>How the optimizer describes itself.</summary>
    public static Definition<Optimizer> Definition { get; } = new()
    {
        Kind = ConceptKind.Optimizer,
        Name = "lbfgs",
        Aliases = ["l-bfgs"],
        Summary = "Quasi-Newton: learns the curvature from its last steps and searches along each direction. The best choice for small, "
            + "smooth problems "
            + "on full batches.",
        FormulaText = "theta += t d, d = -H g, H from the last pairs s = step, y = change of g; f(t) <= f(0) + 1e-4 t g.d and abs g(t).d "
            + "<= 0.9 abs g.d",
        Options =
        [
            OptimizerOptions.Rate("1") with { Meaning = "first length to try along each direction" },
            new("iterations", OptionKind.Integer, "iterations of one step, which is an epoch", "20")
            {
                Aliases = ["max-iter"],
                Minimum = 1,
            },
            new("evaluations", OptionKind.Integer, "evaluations after which no iteration begins; 0: 5/4 of the iterations", "0")
            {
                Aliases = ["max-eval"],
                Minimum = 0,
            },
            new("gradient-tolerance", OptionKind.Number, "ends where no element of the gradient is larger", "1e-7") { Minimum = 0 },
            new("change-tolerance", OptionKind.Number, "ends where nothing changes by more", "1e-9") { Minimum = 0 },
            new("history", OptionKind.Integer, "pairs of steps and changes that are kept", "10") { Minimum = 1 },
            new("line-search", OptionKind.Text, "how far to go along a direction", "strong-wolfe") { Choices = ["strong-wolfe", "none"] },
        ],
        Source = "Nocedal, Updating quasi-Newton matrices with limited storage, 1980; Liu and Nocedal, On the limited memory BFGS method, "
            + "1989",
        Caveats = "Needs the same loss throughout a step: all samples in one batch, no clipping. Dropout draws anew at each step, which "
            + "spoils the "
            + "curvature. Keeps 2 + 2 history numbers for each parameter.",
        Create = options => new Lbfgs(
            options.Number("rate"),
            options.Integer("iterations"),
            options.Integer("evaluations"),
            options.Number("gradient-tolerance"),
            options.Number("change-tolerance"),
            options.Integer("history"),
            options.Text("line-search") != "none"),
    };

    /// <inheritdoc/>
    public override IReadOnlyList<string> StateNames { get; }

    /// <inheritdoc/>
    public override bool EvaluatesRepeatedly => true;

    /// <summary>Sets a parameter to where the line begins, plus so much of the direction.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">Its part of the direction.</param>
    /// <param name="state">Its states, of which the first holds where the line begins.</param>
    protected override void Update(Parameter parameter, Tensor gradient, Tensor[] state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Apply(new LineStep(along), parameter, gradient, [state[StepSlot]]);
    }

    private protected override void Advance(IReadOnlyList<Parameter> parameters, in LossAndGradients now, Func<LossAndGradients>? evaluate)
    {
        if (Groups.Count > 0)
        {
            throw new SpecificationException(
                "L-BFGS moves all parameters along one direction, so groups cannot have rates of their own: leave the groups out, or use "
                + "another optimizer.");
        }

        memory = memory is not null && memory.IsFor(parameters) ? memory : new LbfgsMemory(parameters);
        memory.Bind(OwnStates, history, LeastCurvature);
        var (at, evaluated) = (memory.Start, 1);
        memory.Keep(now, at);
        var (beginning, travelled) = (memory.Slot(StepSlot), memory.Slot(GradientSlot));
        for (var iteration = 1; GradientNorm.Of(at.Gradient, double.PositiveInfinity) > gradientTolerance; iteration++)
        {
            memory.Learn(beginning, travelled, at.Gradient, LeastCurvature);
            memory.FindDirection(at.Gradient);
            TensorVector.Copy(at.Gradient, travelled);
            TensorVector.Copy(memory.Values, beginning);
            var slope = TensorVector.Dot(at.Gradient, memory.Direction);
            var length = memory.Pairs > 0 ? LearningRate : LearningRate * Math.Min(1, 1 / GradientNorm.Of(at.Gradient, 1));
            if (!(slope <= -changeTolerance))
            {
                TensorVector.Combine(beginning, 0, beginning, 0);
                return;
            }

            var (before, largest) = (at.Loss, GradientNorm.Of(memory.Direction, double.PositiveInfinity));
            if (searchesLine)
            {
                at.Step = 0;
                at.Slope = slope;
                var search = new StrongWolfeSearch(Try, at, memory.Spare);
                var found = search.Find(length, largest, changeTolerance);
                length = found.Step;
                MoveTo(parameters, length);
                memory.Use(found);
                at = found;
            }
            else
            {
                MoveTo(parameters, length);
                if (iteration < iterations)
                {
                    evaluated++;
                    memory.Keep(evaluate!(), at);
                }
            }

            TensorVector.Combine(beginning, 0, memory.Direction, length);
            if (iteration == iterations || evaluated >= evaluations || length * largest <= changeTolerance
                || !(Math.Abs(at.Loss - before) >= changeTolerance))
            {
                return;
            }
        }

        void Try(double step, LinePoint point)
        {
            evaluated++;
            MoveTo(parameters, step);
            memory!.Keep(evaluate!(), point);
            point.Step = step;
            point.Slope = TensorVector.Dot(point.Gradient, memory.Direction);
        }
    }

    private void MoveTo(IReadOnlyList<Parameter> parameters, double step)
    {
        along = step;
        UpdateAll(parameters, memory!.Direction);
    }

    private readonly struct LineStep(Coefficient along) : IUpdate
    {
        public static int StateCount => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Step<T>(
            ref Vector512<T> parameter, Vector512<T> direction, ref Vector512<T> start, ref Vector512<T> state1, ref Vector512<T> state2)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
            => parameter = Lanes.MultiplyAdd(along.Lanes<T>(), direction, start);
    }
}
