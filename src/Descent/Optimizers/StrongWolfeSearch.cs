namespace Descent;

/// <summary>A place along a line.</summary>
internal sealed class LinePoint(Tensor[] gradient)
{
    /// <summary>How far along: a multiple of the direction.</summary>
    public double Step { get; set; }

    /// <summary>The loss there.</summary>
    public double Loss { get; set; }

    /// <summary>The derivative of the loss along the line.</summary>
    public double Slope { get; set; }

    /// <summary>The gradient there, kept in memory of its own.</summary>
    public Tensor[] Gradient { get; } = gradient;
}

/// <summary>
/// Looks along a line for a place where the loss has fallen enough, f(t) &lt;= f(0) + c1 t f'(0), and the slope has flattened,
/// abs f'(t) &lt;= c2 abs f'(0): first outwards until such places are enclosed, then inwards, by cubic interpolation.
/// </summary>
/// <remarks>
/// Source: Nocedal and Wright, Numerical optimization, 2006, algorithms 3.5 and 3.6, with the safeguards that Schmidt's minFunc made usual.
/// A loss that is not finite counts as too high.
/// </remarks>
internal sealed class StrongWolfeSearch
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MostEvaluations = 25;

    private readonly Action<double, LinePoint> evaluate;
    private readonly LinePoint start;
    private readonly LinePoint[] spare;
    private LinePoint low;
    private LinePoint high;
    private LinePoint next;
    private int searches;

    /// <summary>Prepares a search.</summary>
    /// <param name="evaluate">Computes loss, slope and gradient at a step into a point.</param>
    /// <param name="start">The point at step 0.</param>
    /// <param name="spare">Three points to use.</param>
    public StrongWolfeSearch(Action<double, LinePoint> evaluate, LinePoint start, LinePoint[] spare)
    {
        (this.evaluate, this.start, this.spare) = (evaluate, start, spare);
        (low, high, next) = (start, start, spare[0]);
    }

    /// <summary>The point that was found: the lowest one, if none meets both conditions.</summary>
    /// <param name="first">The first step to try.</param>
    /// <param name="shortest">
    /// Intervals that this times the direction's largest element makes shorter than the tolerance are not searched.
    /// </param>
    /// <param name="tolerance">The change of a parameter that is too small to matter.</param>
    public LinePoint Find(double first, double shortest, double tolerance)
    {
        if (!Enclose(first))
        {
            Narrow(shortest, tolerance);
        }

        return low;
    }

    /// <summary>
    /// The minimum of the cubic through two points with their slopes, kept within bounds; their middle where there is none.
    /// </summary>
    internal static double Cubic(LinePoint one, LinePoint other, double least, double most)
    {
        var (left, right) = one.Step <= other.Step ? (one, other) : (other, one);
        var a = left.Slope + right.Slope - (3 * (left.Loss - right.Loss) / (left.Step - right.Step));
        var square = (a * a) - (left.Slope * right.Slope);
        if (!(square >= 0))
        {
            return (least + most) / 2;
        }

        var root = Math.Sqrt(square);
        var minimum = right.Step - ((right.Step - left.Step) * ((right.Slope + root - a) / (right.Slope - left.Slope + (2 * root))));
        return double.IsNaN(minimum) ? (least + most) / 2 : Math.Min(Math.Max(minimum, least), most);
    }

    private bool IsTooHigh(LinePoint point) => !(point.Loss <= start.Loss + (SufficientDecrease * point.Step * start.Slope));

    private bool IsFlat(LinePoint point) => Math.Abs(point.Slope) <= -Curvature * start.Slope;

    /// <summary>Goes outwards until low and high enclose what is looked for; true if it was met on the way, as low.</summary>
    private bool Enclose(double first)
    {
        var previous = start;
        evaluate(first, next);
        while (searches < MostEvaluations)
        {
            if (!double.IsFinite(next.Loss))
            {
                searches++;
                evaluate((previous.Step + next.Step) / 2, next);
                continue;
            }

            if (IsTooHigh(next) || (searches > 1 && next.Loss >= previous.Loss))
            {
                SetBounds(previous, next);
                return false;
            }

            if (IsFlat(next))
            {
                low = next;
                return true;
            }

            if (next.Slope >= 0)
            {
                SetBounds(previous, next);
                return false;
            }

            var step = Cubic(previous, next, next.Step + (0.01 * (next.Step - previous.Step)), next.Step * 10);
            previous = next;
            searches++;
            next = Free(previous, previous);
            evaluate(step, next);
        }

        SetBounds(start, next);
        return false;
    }

    /// <summary>Goes inwards, between low and high.</summary>
    private void Narrow(double shortest, double tolerance)
    {
        var stalled = false;
        while (searches < MostEvaluations && Math.Abs(high.Step - low.Step) * shortest >= tolerance)
        {
            var (least, most) = (Math.Min(low.Step, high.Step), Math.Max(low.Step, high.Step));
            var step = Cubic(low, high, least, most);
            var margin = 0.1 * (most - least);
            if (Math.Min(most - step, step - least) >= margin)
            {
                stalled = false;
            }
            else if (stalled || step >= most || step <= least)
            {
                step = Math.Abs(step - most) < Math.Abs(step - least) ? most - margin : least + margin;
                stalled = false;
            }
            else
            {
                stalled = true;
            }

            next = Free(low, high);
            evaluate(step, next);
            searches++;
            if (IsTooHigh(next) || next.Loss >= low.Loss)
            {
                SetBounds(low, next);
                continue;
            }

            high = !IsFlat(next) && next.Slope * (high.Step - low.Step) >= 0 ? low : high;
            low = next;
            if (IsFlat(next))
            {
                return;
            }
        }
    }

    private void SetBounds(LinePoint one, LinePoint other)
        => (low, high) = one.Loss <= other.Loss || double.IsNaN(other.Loss) ? (one, other) : (other, one);

    private LinePoint Free(LinePoint one, LinePoint other) => Array.Find(spare, point => point != one && point != other)!;
}
