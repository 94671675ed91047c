namespace Descent.Onnx;

/// <summary>Puts nodes into an order in which each finds what it reads.</summary>
/// <param name="path">The file, for errors.</param>
internal sealed class NodeOrder(string path)
{
    /// <summary>The nodes in order; what they make is added to what is available.</summary>
    /// <exception cref="ModelFileException">A name is made twice, an input is made by nothing, or nodes wait for one another.</exception>
    public IReadOnlyList<OnnxStep> Sort(IReadOnlyList<OnnxStep> steps, HashSet<string> available)
    {
        var makers = new Dictionary<string, OnnxStep>();
        foreach (var step in steps)
        {
            foreach (var output in step.Node.Outputs.Where(output => output.Length > 0))
            {
                if (available.Contains(output) || !makers.TryAdd(output, step))
                {
                    throw new ModelFileException($"'{path}' is damaged: '{output}' is made twice, at last by node '{step.Node.Name}'.");
                }
            }
        }

        var missing = steps.SelectMany(step => step.Node.Inputs.Select(input => (Input: input, step.Node.Name)))
            .FirstOrDefault(read => read.Input.Length > 0 && !available.Contains(read.Input) && !makers.ContainsKey(read.Input));
        if (missing.Input is not null)
        {
            throw new ModelFileException($"'{path}' is damaged: node '{missing.Name}' reads '{missing.Input}', which nothing makes.");
        }

        return InOrder(steps, available, makers);
    }

    private List<OnnxStep> InOrder(IReadOnlyList<OnnxStep> steps, HashSet<string> available, Dictionary<string, OnnxStep> makers)
    {
        var readers = new Dictionary<OnnxStep, List<OnnxStep>>();
        var waiting = new Dictionary<OnnxStep, int>();
        foreach (var step in steps)
        {
            var awaited = step.Node.Inputs.Where(makers.ContainsKey).Select(input => makers[input]).Distinct().ToArray();
            waiting[step] = awaited.Length;
            foreach (var maker in awaited)
            {
                (readers.TryGetValue(maker, out var list) ? list : readers[maker] = []).Add(step);
            }
        }

        var (sorted, ready) = (new List<OnnxStep>(), new Queue<OnnxStep>(steps.Where(step => waiting[step] == 0)));
        while (ready.TryDequeue(out var step))
        {
            sorted.Add(step);
            available.UnionWith(step.Node.Outputs);
            foreach (var reader in readers.GetValueOrDefault(step, []))
            {
                if (--waiting[reader] == 0)
                {
                    ready.Enqueue(reader);
                }
            }
        }

        return sorted.Count == steps.Count
            ? sorted
            : throw new ModelFileException(
                $"'{path}' has a cycle: {string.Join(", ", steps.Where(step => waiting[step] > 0).Take(5).Select(step => $"'{step.Node.Name}'"))} wait for one another.");
    }
}
