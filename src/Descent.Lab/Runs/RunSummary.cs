namespace Descent.Lab.Runs;

/// <summary>A run in a line.</summary>
/// <param name="Name">Its path below the runs folder.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reason">Why.</param>
/// <param name="Source">Its data.</param>
/// <param name="Model">Its model.</param>
/// <param name="Optimizer">Its optimizer.</param>
/// <param name="Epochs">The epochs done.</param>
/// <param name="Planned">The epochs planned.</param>
/// <param name="TrainLoss">The last loss on the training part.</param>
/// <param name="ValidationLoss">The last loss on the validation part.</param>
/// <param name="Best">The lowest loss, on the validation part if there is one.</param>
/// <param name="Changed">When something was last written, in milliseconds since 1970.</param>
/// <param name="HasModel">Whether it has a trained model.</param>
internal sealed record RunSummary(
    string Name,
    RunState State,
    string Reason,
    string Source,
    string Model,
    string Optimizer,
    int Epochs,
    int? Planned,
    double? TrainLoss,
    double? ValidationLoss,
    double? Best,
    long Changed,
    bool HasModel)
{
    /// <summary>The summary of a folder.</summary>
    public static RunSummary Of(string name, RunFolder folder, DateTime changed)
    {
        var milliseconds = new DateTimeOffset(changed).ToUnixTimeMilliseconds();
        var status = RunStatus.Of(folder);
        var curves = ReportCurves.Of(ReportCurves.Read(folder));
        var hasModel = File.Exists(folder.ModelFile);
        try
        {
            var recipe = folder.ReadRecipe();
            var scores = curves.ValidationLoss.Count > 0 ? curves.ValidationLoss : curves.TrainLoss;
            return new(
                name, status.State, status.Reason, recipe.Source, recipe.Model ?? "", recipe.Optimizer ?? "", curves.Count, recipe.Epochs,
                curves.TrainLoss is [.., var train] ? train : null, curves.ValidationLoss is [.., var validation] ? validation : null, scores.Min(),
                milliseconds, hasModel);
        }
        catch (Exception error) when (error is DescentException or IOException or UnauthorizedAccessException)
        {
            return new(name, RunState.Failed, error.Message, "", "", "", curves.Count, null, null, null, null, milliseconds, hasModel);
        }
    }
}
