namespace Descent.Tests.Golden;

/// <summary>
/// Holds a layer against a case that gives inputs and parameters by name and, where they have one, the gradients that flow in.
/// </summary>
internal static class GoldenLayerCheck
{
    public static readonly ElementType[] Types = [ElementType.Float32, ElementType.Float64];

    /// <summary>Loads the case's parameters by name, computes once and compares the output and every gradient.</summary>
    public static void Run(GoldenCase one, Layer layer, ElementType type)
    {
        LoadParameters(one, layer, type);
        var input = one.Inputs["input"].ToTensor(type);
        input = input.Type.IsFloating() ? input.Tracked() : input;
        var output = layer.Forward(input);
        one.CheckOutput("output", output);
        CheckGradients(one, layer, [("input", input)], [(output, "output_gradient")]);
    }

    public static void LoadParameters(GoldenCase one, Layer layer, ElementType type)
    {
        layer.Convert(type);
        foreach (var (path, parameter) in layer.Parameters.Where(named => one.Inputs.ContainsKey(named.Path)))
        {
            parameter.Load(one.Inputs[path].ToTensor(type));
        }
    }

    /// <summary>
    /// Compares the gradients of the sum over outputs of output times the gradient that flows in, ones where none is given.
    /// </summary>
    public static void CheckGradients(
        GoldenCase one, Layer layer, (string Name, Tensor Tensor)[] inputs, (Tensor Tensor, string Gradient)[] outputs)
    {
        var loss = outputs
            .Select(output => one.Inputs.TryGetValue(output.Gradient, out var given)
                ? (output.Tensor * given.ToTensor(output.Tensor.Type)).Sum()
                : output.Tensor.Sum())
            .Aggregate((sum, term) => sum + term);
        var variables = inputs.ToDictionary(input => input.Name, input => input.Tensor);
        foreach (var (path, parameter) in layer.Parameters.Where(named => one.Gradients.ContainsKey(named.Path)))
        {
            variables.Add(path, parameter);
        }

        var names = one.Gradients.Keys.ToArray();
        var gradients = Gradients.Of(loss, names.Select(name => variables[name]).ToArray());
        for (var i = 0; i < names.Length; i++)
        {
            one.CheckGradient(names[i], gradients[i]);
        }
    }
}
