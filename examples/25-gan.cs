#:project ../src/Descent/Descent.csproj
// Two networks against one another: the generator makes points out of noise, the discriminator tells them from real ones.
// The real points are eight clouds on a ring of radius 2. Nobody tells the generator where: it learns it from how it is found out.
using Descent;
using Descent.Kernels;

const int Clouds = 8;
const int Batch = 256;
const double Width = 0.1;
var root = new RandomKey(1, "gan");
var generator = ModelSpecification.Build("linear 64, relu, linear 64, relu, linear 2", new Shape(4));
var discriminator = ModelSpecification.Build("linear 64, leaky-relu 0.2, linear 64, leaky-relu 0.2, linear 1", new Shape(2));
generator.Initialize(seed: 1);
discriminator.Initialize(seed: 2);
Parameter[] made = [.. generator.Parameters.Select(named => named.Parameter)];
Parameter[] judged = [.. discriminator.Parameters.Select(named => named.Parameter)];
var (makerRate, judgeRate) = (new Adam(1e-3, beta1: 0.5), new Adam(1e-3, beta1: 0.5));
var loss = new BinaryCrossEntropy();
var (yes, no) = (Tensor.Ones(new Shape(Batch, 1)), Tensor.Zeros(new Shape(Batch, 1)));

Console.WriteLine("  step   discriminator   generator   clouds   near one");
var (covered, near) = (0, 0.0);
for (var step = 0; step <= 4_000; step++)
{
    // The discriminator: real points are real, made ones are not. The generator stands still, so its points have no history.
    var key = root.For((ulong)step);
    var fake = Make(key.For("noise"), Batch);
    var caught = loss.Compute(discriminator.Forward(Real(key.For("real"))), yes) + loss.Compute(discriminator.Forward(fake.Detached()), no);
    judgeRate.Step(judged, Gradients.Of(caught, [.. judged.Select(parameter => parameter.Value)]));

    // The generator: its points should be taken for real. The gradient comes back through the discriminator, which stands still.
    var believed = loss.Compute(discriminator.Forward(fake), yes);
    makerRate.Step(made, Gradients.Of(believed, [.. made.Select(parameter => parameter.Value)]));

    if (step % 500 == 0)
    {
        (covered, near) = Judge(Make(root.For("judge"), 2_000));
        Console.WriteLine($"{step,6}{caught.Item(),16:F3}{believed.Item(),12:F3}{covered,9}{near,11:P0}");
    }
}

Draw(Make(root.For("picture"), 600));
Console.WriteLine("\nThe discriminator at 2 log 2 = 1.386 can only guess. Must be: all 8 clouds found, 80 % of the points near one.");
return covered == Clouds && near >= 0.8 ? 0 : 1;

Tensor Make(RandomKey key, int count) => generator.Forward(Tensor.Normal(new Shape(count, 4), key));

// A point of a cloud: one of the eight centres and a little noise.
Tensor Real(RandomKey key)
{
    var random = key.Stream();
    var points = new float[Batch * 2];
    for (var i = 0; i < Batch; i++)
    {
        var (x, y) = Centre(random.NextInt(Clouds));
        points[2 * i] = (float)(x + (Width * random.NextNormal()));
        points[(2 * i) + 1] = (float)(y + (Width * random.NextNormal()));
    }

    return Tensor.From(points, Batch, 2);
}

// How many clouds have at least a fortieth of the points within three deviations, and how many points are that near to any.
(int Covered, double Near) Judge(Tensor points)
{
    var counts = new int[Clouds];
    for (var i = 0; i < points.Shape[0]; i++)
    {
        for (var cloud = 0; cloud < Clouds; cloud++)
        {
            var (x, y) = Centre(cloud);
            counts[cloud] += Math.Pow(points.At(i, 0) - x, 2) + Math.Pow(points.At(i, 1) - y, 2) < 9 * Width * Width ? 1 : 0;
        }
    }

    return (counts.Count(count => count >= points.Shape[0] / 40), (double)counts.Sum() / points.Shape[0]);
}

void Draw(Tensor points)
{
    var rows = Enumerable.Range(0, 19).Select(_ => new string(' ', 45).ToCharArray()).ToArray();
    for (var i = 0; i < points.Shape[0]; i++)
    {
        var (column, row) = ((int)Math.Round(22 + (8 * points.At(i, 0))), (int)Math.Round(9 + (4 * points.At(i, 1))));
        rows[Math.Clamp(row, 0, 18)][Math.Clamp(column, 0, 44)] = '.';
    }

    Console.WriteLine($"\n{string.Join('\n', rows.Select(row => new string(row).TrimEnd()))}");
}

static (double X, double Y) Centre(int cloud) => (2 * Math.Cos(Math.Tau * cloud / Clouds), 2 * Math.Sin(Math.Tau * cloud / Clouds));
