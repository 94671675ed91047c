#:project ../src/Descent/Descent.csproj
// An autoencoder squeezes digits of 64 pixels through 8 numbers and draws them again; the best that straight lines can do stands beside it.
using Descent;

const int Code = 8;
var digits = Datasets.Digits().WithScaling(InputScaling.Unit(16));
var (train, test) = (Pictures(digits.Train), Pictures(digits.Test));

// Nothing at all: the mean of the training digits, whatever digit it is.
var mean = train.Mean(0, keepAxis: true);
var meanError = Error(mean.BroadcastTo(test.Shape));

// Principal components: the 8 directions in which the digits differ most, each found by multiplying with the covariance again and again.
var centred = train - mean;
var covariance = centred.MatMul(centred, transpose: true) / train.Shape[0];
var directions = new Tensor[Code];
for (var i = 0; i < Code; i++)
{
    var direction = Tensor.Ones(new Shape(64, 1));
    for (var round = 0; round < 300; round++)
    {
        direction = covariance.MatMul(direction);
        direction /= direction.Square().Sum().Sqrt();
    }

    var variance = direction.MatMul(covariance.MatMul(direction), transpose: true);
    covariance -= variance * direction.MatMul(direction, transposeOther: true);
    directions[i] = direction;
}

var components = Tensor.Concatenate(1, directions);
var projected = (test - mean).MatMul(components).MatMul(components, transposeOther: true) + mean;
var projectedError = Error(projected);

// The autoencoder: its target is its own input, and the narrow middle makes it find what matters. Its relus let it bend where
// principal components are straight.
var encoder = ModelSpecification.Build($"linear 96, relu, linear {Code}", new Shape(64));
var decoder = ModelSpecification.Build("linear 96, relu, linear 64, sigmoid", new Shape(Code));
var autoencoder = new Sequential(encoder, decoder);
var itself = Dataset.Regression("digits, themselves", new Shape(64), train.ToArray<float>(), train.ToArray<float>(), PixelNames());
new Trainer(autoencoder, new MeanSquaredError(), new Adam(3e-3)) { Schedule = new CosineDecay(50) }.Fit(itself, epochs: 50, seed: 1);
var codes = encoder.Forward(test);
var drawn = decoder.Forward(codes);
var drawnError = Error(drawn);

Console.WriteLine($"{test.Shape[0]} digits never seen before, drawn again from {Code} numbers each\n");
Console.WriteLine($"{"",-28}{"mean squared error",18}{"of the variance kept",24}");
Show("the mean digit", meanError);
Show($"{Code} principal components", projectedError);
Show($"autoencoder 64-96-{Code}-96-64", drawnError);

Console.WriteLine("\nSeen:");
Draw(test);
Console.WriteLine($"From {Code} principal components:");
Draw(projected);
Console.WriteLine($"By the autoencoder, from {Code} numbers:");
Draw(drawn);
Console.WriteLine($"The numbers of the first: {string.Join("  ", codes.Slice(0, 0, 1).ToDoubles().Select(value => value.ToString("F2")))}");
Console.WriteLine("\nMust be: an error under 0.8 times that of the principal components, which is under half of the mean's.");
return drawnError < 0.8 * projectedError && projectedError < 0.5 * meanError ? 0 : 1;

void Show(string name, double error) => Console.WriteLine($"{name,-28}{error,18:F5}{1 - (error / meanError),24:P1}");

double Error(Tensor pictures) => (pictures - test).Square().Mean().Item();

static Tensor Pictures(Dataset data)
{
    var pixels = new float[data.Count * 64];
    data.CopyInputs(Enumerable.Range(0, data.Count).ToArray(), pixels);
    return Tensor.From(pixels, data.Count, 64);
}

static string[] PixelNames() => [.. Enumerable.Range(0, 64).Select(i => $"row {i / 8} column {i % 8}")];

static void Draw(Tensor pictures)
{
    for (var row = 0; row < 8; row++)
    {
        var line = Enumerable.Range(0, 6).Select(i => string.Concat(Enumerable.Range(0, 8).Select(
            column => new string(" .:-=+*#%@"[(int)(Math.Clamp(pictures.At(i, (row * 8) + column), 0, 1) * 9)], 2))));
        Console.WriteLine($"  {string.Join("  ", line)}".TrimEnd());
    }
}
