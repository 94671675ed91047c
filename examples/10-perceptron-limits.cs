#:project ../src/Descent/Descent.csproj
// What one threshold unit can learn and what it cannot: AND, OR, XOR, then all sixteen functions of two bits.
using Descent;

var rows = Tensor.From(new[,] { { 1f, 0, 0 }, { 1f, 0, 1 }, { 1f, 1, 0 }, { 1f, 1, 1 } }); // the first input is always 1: its weight is b
Console.WriteLine("Rosenblatt's rule, w += (target - output) x, all weights 0 at first. The unit fires where b + w1 x1 + w2 x2 >= 0.\n");
var and = Learn(rows, [0, 0, 0, 1], "AND");
var or = Learn(rows, [0, 1, 1, 1], "OR");
var xor = Learn(rows, [0, 1, 1, 0], "XOR");

Console.WriteLine("Why no weights ever compute XOR: they would have to satisfy");
Console.WriteLine("  (0, 0) -> 0:  b < 0                (0, 1) -> 1:  b + w2 >= 0");
Console.WriteLine("  (1, 1) -> 0:  b + w1 + w2 < 0      (1, 0) -> 1:  b + w1 >= 0");
Console.WriteLine("  added up:     2b + w1 + w2 < 0     added up:     2b + w1 + w2 >= 0\n");
Console.WriteLine("which cannot both be. Drawn: the line b + w1 x1 + w2 x2 = 0 must have all ones on one side, all zeros on the other.\n");
Console.WriteLine("  x2 = 1   0 \\ 1        1   1        1   0");
Console.WriteLine("  x2 = 0   0   0        0 \\ 1        0   1");
Console.WriteLine("           AND          OR           XOR: no such line\n");

// Sixteen ways to answer four questions; bit i of the number is the answer to row i.
var learned = new List<int>();
for (var function = 0; function < 16; function++)
{
    float[] targets = [function & 1, (function >> 1) & 1, (function >> 2) & 1, (function >> 3) & 1];
    if (Learn(rows, targets))
    {
        learned.Add(function);
    }
}

var never = Enumerable.Range(0, 16).Except(learned).ToArray();
Console.WriteLine($"Of the 16 functions of two bits {learned.Count} are learned; never: {string.Join(", ", never.Select(Name))}.\n");

// Two cures: give the unit the product x1 x2 as an input of its own, or let a hidden layer find such a feature (02-xor.cs).
var products = Tensor.From([0f, 0, 0, 1], 4, 1);
var cured = Learn(Tensor.Concatenate(1, rows, products), [0, 1, 1, 0], "XOR with the input x1 x2 added");

Console.WriteLine("Must be: AND and OR learned, XOR going round in circles, 14 of 16, XOR learned with one more input.");
return and && or && !xor && learned.Count == 14 && never.SequenceEqual([6, 9]) && cured ? 0 : 1;

// Goes over the rows until none is answered wrongly, or until the weights are those of an earlier epoch: from there on all repeats itself.
static bool Learn(Tensor rows, float[] targets, string? title = null)
{
    Print(title);
    var weights = Tensor.Zeros(new Shape(rows.Shape[1]));
    var seen = new List<string> { Text(weights) };
    for (var epoch = 1; ; epoch++)
    {
        var mistakes = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            var row = rows.Slice(0, i, 1).Reshape(weights.Shape);
            var error = targets[i] - (weights * row).Sum().BinaryStep();
            weights += error * row;
            mistakes += error.Item() == 0 ? 0 : 1;
        }

        Print($"  epoch {epoch,2}: {mistakes} mistakes, weights {Text(weights)}");
        if (mistakes == 0)
        {
            Print($"  learned: {string.Join(" ", rows.MatMul(weights.Reshape(-1, 1)).BinaryStep().ToDoubles())}\n");
            return true;
        }

        if (seen.IndexOf(Text(weights)) is >= 0 and var before)
        {
            Print($"  the weights of epoch {before} again: it will go round like this for ever\n");
            return false;
        }

        seen.Add(Text(weights));
    }

    void Print(string? line)
    {
        if (title is not null)
        {
            Console.WriteLine(line);
        }
    }
}

static string Text(Tensor weights) => $"({string.Join(", ", weights.ToDoubles())})";

static string Name(int function) => function switch { 6 => "XOR", 9 => "NOT XOR", _ => $"function {function}" };
