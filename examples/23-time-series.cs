#:project ../src/Descent/Descent.csproj
// Tomorrow's temperature from the last two weeks, against the forecast that costs nothing: as today.
// dotnet run examples/23-time-series.cs -- --data-dir FOLDER     (FOLDER with daily-min-temperatures; else a made-up series)
using System.Globalization;
using Descent;

const int Window = 14;
var at = Array.IndexOf(args, "--data-dir");
var folder = at >= 0 && at + 1 < args.Length ? args[at + 1] : Datasets.DefaultDirectory;
var file = Path.Combine(folder, "daily-min-temperatures", "daily-min-temperatures.csv");
var series = File.Exists(file)
    ? File.ReadLines(file).Skip(1).Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).ToArray()
    : MadeUp(3_650);
Console.WriteLine(File.Exists(file)
    ? "Melbourne, daily minimum, 1981 to 1990."
    : "A made-up series (see --data-dir): a season, weather that lingers, noise.");

// Time has an order: the past trains, the last fifth tests. Mean and deviation are those of the past; the future is not known yet.
var past = series.Length * 4 / 5;
var mean = series.Take(past).Average();
var deviation = Math.Sqrt(series.Take(past).Average(value => (value - mean) * (value - mean)));
var (train, test) = (Windows("past", 0, past), Windows("future", past - Window, series.Length));
Console.WriteLine($"{train.Count} windows of {Window} days to learn from, {test.Count} later ones; mean {mean:F2}, deviation {deviation:F2}\n");

var naive = Rmse(window => window[^1]);
var average = Rmse(window => window.Average());
Console.WriteLine($"{"forecast",-34}{"error in degrees",16}");
Console.WriteLine($"{"as today",-34}{naive,16:F3}");
Console.WriteLine($"{$"the mean of the last {Window} days",-34}{average,16:F3}");

var linear = Forecast("one linear layer", "linear 1", 0.003);
var gru = Forecast("gru of 16 units, day by day", $"reshape {Window}x1, gru 16 last, linear 1", 0.005);

var gain = 1 - (Math.Min(linear, gru) / naive);
Console.WriteLine($"\nThe better one is {gain:P0} better than 'as today'. Must be: both better by 8 % or more, and better than the mean.");
return linear < 0.92 * naive && gru < 0.92 * naive && Math.Max(linear, gru) < average ? 0 : 1;

double Forecast(string name, string layers, double rate)
{
    var model = ModelSpecification.Build(layers, train.InputShape);
    new Trainer(model, new MeanSquaredError(), new Adam(rate)).Fit(train, epochs: 10, batchSize: 32, seed: 1);

    // The error in standard deviations, back to degrees.
    var rmse = Evaluator.Evaluate(model, new MeanSquaredError(), test).Rmse * deviation;
    Console.WriteLine($"{name,-34}{rmse,16:F3}");
    return rmse;
}

// Each sample: the days of a window, and the day after it.
Dataset Windows(string name, int from, int to)
{
    var scaled = series[from..to].Select(value => (float)((value - mean) / deviation)).ToArray();
    var starts = Enumerable.Range(0, scaled.Length - Window).ToArray();
    float[] inputs = [.. starts.SelectMany(start => scaled.Skip(start).Take(Window))];
    return Dataset.Regression(name, new Shape(Window), inputs, scaled[Window..], ["next day"]);
}

double Rmse(Func<float[], double> forecast) => deviation * Math.Sqrt(
    Enumerable.Range(0, test.Count).Average(row => Math.Pow(forecast(test.Input(row)) - test.Values[row], 2)));

static double[] MadeUp(int days)
{
    var random = new Random(1);
    double Noise(double size) => size * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
    var weather = 0.0;
    return [.. Enumerable.Range(0, days).Select(day =>
    {
        weather = (0.7 * weather) + Noise(1.3);
        return 11 + (4 * Math.Cos(Math.Tau * day / 365)) + weather + Noise(1.6);
    })];
}
