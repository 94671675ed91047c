using System.Diagnostics;
using System.Globalization;
using Descent;

// One training step of a 784-128-10 network, then the most memory that the process had: what starting up costs.
var step = new SyntheticStep(
    new Sequential(new Linear(784, 128), new Relu(), new Linear(128, 10)),
    new CrossEntropy(), new Adam(), SyntheticStep.Values(new Shape(32, 784)), SyntheticStep.Labels(new Shape(32), 10));
step.Run();
using var process = Process.GetCurrentProcess();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"done {process.PeakWorkingSet64}"));
