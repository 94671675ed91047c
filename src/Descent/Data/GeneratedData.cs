using System.Runtime.Intrinsics;
using Descent.Kernels;

namespace Descent;

public static partial class Datasets
{
    private static readonly string[] Coordinates = ["x", "y"];

    /// <summary>Points in the square [-1, 1]^2; class 1 where exactly one coordinate is positive. No line separates the classes.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="noise">The standard deviation of what is added to each coordinate after the class is decided.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="DataException">The count is below two, or the noise is negative.</exception>
    public static Dataset Xor(int count = 200, double noise = 0, ulong seed = 0)
        => Points("xor", count, noise, seed, 2, (int label, ref RandomStream random) =>
        {
            double x = random.NextDouble(), y = random.NextDouble();
            var positive = random.NextInt(2) == 1;
            return (positive ? x : -x, positive == (label == 0) ? y : -y);
        });

    /// <summary>Two circles around one centre, of radius 1 (class 0) and 0.5 (class 1).</summary>
    /// <inheritdoc cref="Xor"/>
    public static Dataset Circles(int count = 200, double noise = 0.1, ulong seed = 0)
        => Points("circles", count, noise, seed, 2, (int label, ref RandomStream random) =>
            Polar(label == 0 ? 1 : 0.5, random.NextDouble()));

    /// <summary>Two half circles of radius 1 that reach into one another.</summary>
    /// <inheritdoc cref="Xor"/>
    public static Dataset Moons(int count = 200, double noise = 0.1, ulong seed = 0)
        => Points("moons", count, noise, seed, 2, (int label, ref RandomStream random) =>
        {
            var (x, y) = Polar(1, random.NextDouble() / 2);
            return label == 0 ? (x - 0.5, y - 0.25) : (0.5 - x, 0.25 - y);
        });

    /// <summary>Arms of a spiral that turn once and three quarters around the centre, one for each class.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="noise">The standard deviation of what is added to each coordinate.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <param name="classes">The number of arms.</param>
    /// <exception cref="DataException">There are fewer points than classes, or the noise is negative.</exception>
    public static Dataset Spirals(int count = 200, double noise = 0.02, ulong seed = 0, int classes = 2)
        => Points("spirals", count, noise, seed, classes, (int label, ref RandomStream random) =>
        {
            var along = random.NextDouble();
            var turns = (1.75 * along) + ((double)label / classes);
            return Polar(along, turns - Math.Floor(turns));
        });

    /// <summary>Round clouds of points around centres on the unit circle, one for each class; the noise is their width.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="noise">The standard deviation of what is added to each coordinate.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <param name="classes">The number of clouds.</param>
    /// <exception cref="DataException">There are fewer points than classes, or the noise is negative.</exception>
    public static Dataset Blobs(int count = 200, double noise = 0.2, ulong seed = 0, int classes = 3)
        => Points("blobs", count, noise, seed, classes, (int label, ref RandomStream _) => Polar(1, (double)label / classes));

    /// <summary>y = sin(pi x) for x in [-1, 1]: regression from one number to one number.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="noise">The standard deviation of what is added to y.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="DataException">The count is below two, or the noise is negative.</exception>
    public static Dataset Sine(int count = 200, double noise = 0.1, ulong seed = 0)
    {
        CheckGenerated("sine", count, noise, 1);
        var random = new RandomKey(seed, "sine").Stream();
        var inputs = new float[count];
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var turns = random.NextDouble();
            inputs[i] = (float)((2 * turns) - 1);

            // sin(pi x) with x = 2 t - 1 is -sin(2 pi t).
            values[i] = (float)((noise * random.NextNormal()) - Polar(1, turns).Y);
        }

        return Dataset.Regression("sine", new Shape(1), inputs, values, ["y"], ["x"]);
    }

    /// <summary>z = (x + y) / 2 for (x, y) in the square [-1, 1]^2: regression that a single linear layer solves.</summary>
    /// <param name="count">The number of points.</param>
    /// <param name="noise">The standard deviation of what is added to z.</param>
    /// <param name="seed">The same seed gives the same points.</param>
    /// <exception cref="DataException">The count is below two, or the noise is negative.</exception>
    public static Dataset Plane(int count = 200, double noise = 0.05, ulong seed = 0)
        => Surface("plane", count, noise, seed, (x, y) => (x + y) / 2);

    /// <summary>
    /// z = sin(pi x) cos(pi y) for (x, y) in the square [-1, 1]^2, hills beside hollows: regression that needs hidden units.
    /// </summary>
    /// <inheritdoc cref="Plane"/>
    public static Dataset Hills(int count = 200, double noise = 0.05, ulong seed = 0)
        => Surface("hills", count, noise, seed, (x, y) => Polar(1, (x + 1) / 2).Y * Polar(1, (y + 1) / 2).X);

    private delegate (double X, double Y) Draw(int label, ref RandomStream random);

    private static Dataset Points(string name, int count, double noise, ulong seed, int classes, Draw draw)
    {
        CheckGenerated(name, count, noise, classes);
        var random = new RandomKey(seed, name).Stream();
        var inputs = new float[count * 2];
        var labels = new int[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = i % classes;
            var (x, y) = draw(labels[i], ref random);
            inputs[2 * i] = (float)(x + (noise * random.NextNormal()));
            inputs[(2 * i) + 1] = (float)(y + (noise * random.NextNormal()));
        }

        return Dataset.Classification(name, new Shape(2), inputs, labels, DigitNames(classes), Coordinates);
    }

    private static Dataset Surface(string name, int count, double noise, ulong seed, Func<double, double, double> height)
    {
        CheckGenerated(name, count, noise, 1);
        var random = new RandomKey(seed, name).Stream();
        var inputs = new float[count * 2];
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            double x = (2 * random.NextDouble()) - 1, y = (2 * random.NextDouble()) - 1;
            (inputs[2 * i], inputs[(2 * i) + 1]) = ((float)x, (float)y);
            values[i] = (float)(height(x, y) + (noise * random.NextNormal()));
        }

        return Dataset.Regression(name, new Shape(2), inputs, values, ["z"], Coordinates);
    }

    private static void CheckGenerated(string name, int count, double noise, int classes)
    {
        if (count < Math.Max(2, classes) || classes < 1)
        {
            throw new DataException($"{name}: {count} points for {classes} classes; ask for at least two, and one for each class.");
        }

        if (!(noise >= 0 && double.IsFinite(noise)))
        {
            throw new DataException(FormattableString.Invariant($"{name}: the noise is a standard deviation, 0 or more, not {noise}."));
        }
    }

    private static (double X, double Y) Polar(double radius, double turns)
    {
        var (sine, cosine) = BoxMuller.SinCosTurns(Vector512.Create(turns));
        return (radius * cosine.ToScalar(), radius * sine.ToScalar());
    }
}
