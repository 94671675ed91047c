namespace Descent;

public sealed partial class Dataset
{
    /// <summary>Numbers with a class for each sample.</summary>
    /// <param name="name">What the data set is called.</param>
    /// <param name="inputShape">The shape of one input.</param>
    /// <param name="inputs">[samples, inputShape], kept, not copied.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="classNames">The classes' names, by label.</param>
    /// <param name="featureNames">The features' names, if the input is flat and they have any.</param>
    /// <exception cref="DataException">
    /// Lengths do not fit, a label is out of range, or an input is not finite; the sample is named.
    /// </exception>
    public static Dataset Classification(
        string name,
        Shape inputShape,
        float[] inputs,
        int[] labels,
        IReadOnlyList<string> classNames,
        IReadOnlyList<string>? featureNames = null)
    {
        DatasetChecks.Inputs(name, inputShape, inputs.Length, labels.Length);
        DatasetChecks.Labels(name, labels, classNames);
        DatasetChecks.FeatureNames(name, inputShape, featureNames);
        DatasetChecks.Finite(name, "input", inputs, inputShape.Count, featureNames);
        return new Dataset(name, TaskKind.Classification, inputShape, new FloatStore(inputs), null, labels, null, labels.Length)
        {
            ClassNames = classNames,
            FeatureNames = featureNames ?? [],
        };
    }

    /// <summary>Numbers with values to predict for each sample.</summary>
    /// <param name="name">What the data set is called.</param>
    /// <param name="inputShape">The shape of one input.</param>
    /// <param name="inputs">[samples, inputShape], kept, not copied.</param>
    /// <param name="values">[samples, targetNames.Count].</param>
    /// <param name="targetNames">The names of the values.</param>
    /// <param name="featureNames">The features' names, if the input is flat and they have any.</param>
    /// <exception cref="DataException">Lengths do not fit, or a number is not finite; the sample is named.</exception>
    public static Dataset Regression(
        string name,
        Shape inputShape,
        float[] inputs,
        float[] values,
        IReadOnlyList<string> targetNames,
        IReadOnlyList<string>? featureNames = null)
    {
        if (targetNames.Count == 0 || values.Length % targetNames.Count != 0)
        {
            throw new DataException($"{name}: {values.Length} values do not make rows of {targetNames.Count}.");
        }

        var count = values.Length / targetNames.Count;
        DatasetChecks.Inputs(name, inputShape, inputs.Length, count);
        DatasetChecks.FeatureNames(name, inputShape, featureNames);
        DatasetChecks.Finite(name, "input", inputs, inputShape.Count, featureNames);
        DatasetChecks.Finite(name, "target", values, targetNames.Count, targetNames);
        return new Dataset(name, TaskKind.Regression, inputShape, new FloatStore(inputs), null, null, values, count)
        {
            TargetNames = targetNames,
            FeatureNames = featureNames ?? [],
        };
    }

    /// <summary>Images with a class for each, kept as bytes; scaled to [0, 1] unless <see cref="WithScaling"/> says otherwise.</summary>
    /// <param name="name">What the data set is called.</param>
    /// <param name="imageShape">[channels, height, width].</param>
    /// <param name="pixels">[samples, channels, height, width], kept, not copied.</param>
    /// <param name="labels">The class of each image.</param>
    /// <param name="classNames">The classes' names, by label.</param>
    /// <param name="maximum">The pixel value that becomes 1.</param>
    /// <exception cref="DataException">Lengths do not fit, or a label is out of range; the sample is named.</exception>
    public static Dataset Images(
        string name, Shape imageShape, byte[] pixels, int[] labels, IReadOnlyList<string> classNames, int maximum = 255)
    {
        if (imageShape.Rank != 3)
        {
            throw new DataException($"{name}: an image's shape is [channels, height, width], not {imageShape}.");
        }

        DatasetChecks.Inputs(name, imageShape, pixels.Length, labels.Length);
        DatasetChecks.Labels(name, labels, classNames);
        return new Dataset(name, TaskKind.Classification, imageShape, new ByteStore(pixels, maximum), null, labels, null, labels.Length)
        {
            ImageShape = imageShape,
            ClassNames = classNames,
            Scaling = InputScaling.Unit(maximum),
        };
    }
}
