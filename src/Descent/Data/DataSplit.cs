namespace Descent;

/// <summary>The parts of a data set: one to learn from, one that is only ever tested on, and perhaps one to choose by.</summary>
public sealed record DataSplit(Dataset Train, Dataset Test, Dataset? Validation = null)
{
    /// <summary>All parts standardised with the mean and deviation of the training part: per channel of images, else per feature.</summary>
    public DataSplit Standardize() => WithScaling(InputScaling.FitStandardize(Train));

    /// <summary>All parts with inputs scaled the same way.</summary>
    public DataSplit WithScaling(InputScaling scaling)
        => new(Train.WithScaling(scaling), Test.WithScaling(scaling), Validation?.WithScaling(scaling));

    /// <summary>All parts with inputs of another shape and as many elements.</summary>
    public DataSplit Reshape(Shape inputShape) => new(Train.Reshape(inputShape), Test.Reshape(inputShape), Validation?.Reshape(inputShape));
}
