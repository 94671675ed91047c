using System.Text.Json;
using System.Text.Json.Serialization;

namespace Descent.Lab.Playground;

/// <summary>A training that was set up.</summary>
/// <param name="Id">The session.</param>
/// <param name="Setup">The number of the set-up; states carry it.</param>
/// <param name="Points">The points.</param>
/// <param name="X">The shown part of the first axis.</param>
/// <param name="Y">The shown part of the second axis.</param>
/// <param name="Task">classification or regression.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="Low">The lowest target, for regression.</param>
/// <param name="High">The highest target.</param>
/// <param name="ScoreName">accuracy or r2.</param>
/// <param name="Model">The network as a specification.</param>
/// <param name="Parameters">The number of weights and biases.</param>
/// <param name="BatchesPerEpoch">The batches of an epoch.</param>
/// <param name="Notes">What was decided about a table.</param>
internal sealed record PlaygroundSetup(
    string Id,
    long Setup,
    PlaygroundPoint[] Points,
    PlaygroundRange X,
    PlaygroundRange Y,
    string Task,
    string[] Classes,
    double Low,
    double High,
    string ScoreName,
    string Model,
    long Parameters,
    int BatchesPerEpoch,
    string[] Notes);

/// <summary>A point.</summary>
/// <param name="X">The first input.</param>
/// <param name="Y">The second.</param>
/// <param name="Target">The class, or the value.</param>
/// <param name="Test">Whether it is only tested on.</param>
internal sealed record PlaygroundPoint(double X, double Y, double Target, bool Test);

/// <summary>Where a training stands.</summary>
/// <param name="Setup">The set-up that it belongs to.</param>
/// <param name="Version">Grows with each change.</param>
/// <param name="Status">paused, running, finished or failed.</param>
/// <param name="Message">Why it failed, in the library's words.</param>
/// <param name="Epoch">The epochs done.</param>
/// <param name="Samples">The samples of the current epoch done.</param>
/// <param name="Steps">The steps taken.</param>
/// <param name="StepLoss">The loss of the last step's samples, before it.</param>
/// <param name="Now">The measure on both parts.</param>
/// <param name="Journal">What was done, for a link; null where it is too long.</param>
/// <param name="CanUndo">Whether there is something to undo.</param>
/// <param name="Plane">The boundary.</param>
/// <param name="Layers">The columns of the network.</param>
internal sealed record PlaygroundState(
    long Setup,
    long Version,
    string Status,
    string? Message,
    int Epoch,
    int Samples,
    int Steps,
    double? StepLoss,
    PlaygroundMoment Now,
    string? Journal,
    bool CanUndo,
    PlaygroundPlane Plane,
    PlaygroundLayer[] Layers);

/// <summary>The boundary, cell by cell from the top left.</summary>
/// <param name="Cells">The cells across and down.</param>
/// <param name="Winners">The predicted class; 0 for numbers.</param>
/// <param name="Levels">Its probability, or the number's place between the lowest and the highest target, in 255ths.</param>
internal sealed record PlaygroundPlane(int Cells, byte[] Winners, byte[] Levels);

/// <summary>A column of the network.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Path">The name of its linear layer in the network.</param>
/// <param name="Units">The names of its units.</param>
/// <param name="Maps">What each computes over the plane.</param>
/// <param name="Weights">The weights into it, [units, units before].</param>
/// <param name="Biases">The biases.</param>
/// <param name="GradientNorm">The norm of the gradient of its weights and biases.</param>
/// <param name="LargestGradient">The largest size of an element of it.</param>
/// <param name="Histogram">How many elements lie in each of equal parts from minus to plus the largest.</param>
/// <param name="Dead">Units through which nothing flows back at any training point.</param>
/// <param name="Flat">Units whose slope is below 5 % of the steepest at 95 % of the training points.</param>
internal sealed record PlaygroundLayer(
    string Name,
    string Path,
    string[] Units,
    PlaygroundMap[] Maps,
    float[] Weights,
    float[] Biases,
    double? GradientNorm,
    double? LargestGradient,
    int[] Histogram,
    int[] Dead,
    int[] Flat);

/// <summary>What a unit computes over the plane.</summary>
/// <param name="Least">The lowest number.</param>
/// <param name="Most">The highest number.</param>
/// <param name="Cells">Cell by cell from the top left: 128 is 0, 0 and 255 are minus and plus the largest size.</param>
internal sealed record PlaygroundMap(double Least, double Most, byte[] Cells);

/// <summary>A part of the history.</summary>
/// <param name="Setup">The set-up that it belongs to.</param>
/// <param name="From">How much of what is known stays.</param>
/// <param name="Moments">What follows.</param>
internal sealed record PlaygroundHistory(long Setup, int From, PlaygroundMoment[] Moments);

/// <summary>What a network answers at a point.</summary>
/// <param name="X">The first input.</param>
/// <param name="Y">The second.</param>
/// <param name="Units">The output of each unit, column by column.</param>
/// <param name="Answer">The probability of each class, or the value.</param>
internal sealed record PlaygroundAnswer(double X, double Y, double[][] Units, double[] Answer);

/// <summary>Something that the doctor found.</summary>
/// <param name="Name">The kind of finding.</param>
/// <param name="Severity">notice, warning or critical.</param>
/// <param name="Title">The finding in a few words.</param>
/// <param name="Where">A layer or a parameter; empty where it is the training as a whole.</param>
/// <param name="Epoch">The epoch in which it was found; 0: before training.</param>
/// <param name="Evidence">What was measured.</param>
/// <param name="Meaning">What it means.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record PlaygroundFinding(
    string Name, string Severity, string Title, string Where, int Epoch, string Evidence, string Meaning, string Remedy);

/// <summary>What can be chosen.</summary>
/// <param name="Data">The data sets.</param>
/// <param name="Losses">The losses that train, for classes and for numbers.</param>
/// <param name="Initializers">The initializers that need no options.</param>
/// <param name="MostLayers">The most hidden layers.</param>
/// <param name="MostUnits">The most units of one.</param>
/// <param name="MostPoints">The most points.</param>
/// <param name="MostEpochs">The most epochs.</param>
internal sealed record PlaygroundChoices(
    string[] Data, PlaygroundLosses Losses, string[] Initializers, int MostLayers, int MostUnits, int MostPoints, int MostEpochs);

/// <summary>The losses that train.</summary>
/// <param name="Classification">For classes.</param>
/// <param name="Regression">For numbers.</param>
internal sealed record PlaygroundLosses(string[] Classification, string[] Regression);

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">numeric or categorical.</param>
/// <param name="Distinct">How many different values it has.</param>
/// <param name="Task">classification or regression, if it is predicted; null where it cannot be.</param>
internal sealed record PlaygroundTableColumn(string Name, string Kind, int Distinct, string? Task);

/// <summary>A request to do something with a training.</summary>
/// <param name="Do">run, pause, sample, batch, epoch, undo, reset or set.</param>
/// <param name="Edit">The weight to set.</param>
/// <param name="Pace">The most epochs in a second that a run takes, so that it can be followed; 0 for as many as can be.</param>
internal sealed record PlaygroundCommand(string Do, PlaygroundEdit? Edit = null, double Pace = 0);

/// <summary>The playground's texts as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(PlaygroundSettings))]
[JsonSerializable(typeof(PlaygroundTable))]
[JsonSerializable(typeof(PlaygroundCommand))]
[JsonSerializable(typeof(PlaygroundChoices))]
[JsonSerializable(typeof(PlaygroundTableColumn[]))]
[JsonSerializable(typeof(PlaygroundSetup))]
[JsonSerializable(typeof(PlaygroundState))]
[JsonSerializable(typeof(PlaygroundHistory))]
[JsonSerializable(typeof(PlaygroundAnswer))]
[JsonSerializable(typeof(PlaygroundFinding[]))]
internal sealed partial class PlaygroundJson : JsonSerializerContext;
