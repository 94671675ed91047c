#:project ../src/Descent/Descent.csproj
// A small transformer that sorts: it reads eight digits and a bar, and writes them in order, one after another, each by looking back.
using Descent;

const int Length = 8;
const int Bar = 10;
const int Steps = 500;
var model = new Sorter(width: 32, heads: 4, layers: 2);
model.Initialize(seed: 1);
Console.WriteLine($"{model.ParameterCount:N0} parameters in two layers of four heads, 32 numbers a token\n");

// As a text it is 3 1 4 1 5 9 2 6 | 1 1 2 3 4 5 6 9. Each token is to be told from those before it; what stands before the bar is random
// and cannot be told, so those places are ignored.
const int Ignored = -100;
var random = new Random(1);
var (optimizer, schedule) = (new Adam(3e-3), new CosineDecay(Steps));
var step = new TrainingStep(model, new CrossEntropy(ignoreIndex: Ignored), optimizer) { Clipping = GradientClipping.ByNorm(1) };
Console.WriteLine("  step     loss   sorted without a fault");
var right = 0.0;
for (var i = 1; i <= Steps; i++)
{
    optimizer.LearningRate = schedule.Rate(3e-3, i - 1);
    var (inputs, targets) = Texts(64);
    var result = step.Run(inputs, targets);
    if (i == 1 || i % 100 == 0)
    {
        right = Test(200);
        Console.WriteLine($"{i,6}{result.Loss,9:F4}{right,12:P1}");
    }
}

int[] pi = [3, 1, 4, 1, 5, 9, 2, 6];
Console.WriteLine($"\n{string.Join(' ', pi)} | {string.Join(' ', Write(pi))}");
Console.WriteLine("There are 24,310 sets of eight digits in 10^8 orders, and training showed 32,000. Must be: 95 % of new ones sorted.");
return right >= 0.95 && Write(pi).SequenceEqual(pi.Order()) ? 0 : 1;

int[] Digits() => [.. Enumerable.Range(0, Length).Select(_ => random.Next(10))];

(Tensor Inputs, Tensor Targets) Texts(int count)
{
    var texts = Enumerable.Range(0, count).Select(_ => Digits()).Select(digits => (int[])[.. digits, Bar, .. digits.Order()]).ToArray();
    return (
        Tensor.From([.. texts.SelectMany(text => text[..^1])], count, 2 * Length),
        Tensor.From([.. texts.SelectMany(text => Enumerable.Repeat(Ignored, Length).Concat(text.Skip(Length + 1)))], count, 2 * Length));
}

// Writes as a language model does: the likeliest next token is put at the end of the text, and the text is read again.
int[] Write(int[] digits)
{
    List<int> text = [.. digits, Bar];
    while (text.Count < (2 * Length) + 1)
    {
        var scores = Record.Without(() => model.Forward(Tensor.From(text.ToArray(), 1, text.Count)));
        text.Add((int)scores.Slice(2, text.Count - 1, 1).ArgMax(1).Item());
    }

    return [.. text.Skip(Length + 1)];
}

double Test(int count) => Enumerable.Range(0, count).Select(_ => Digits())
    .Average(digits => Write(digits).SequenceEqual(digits.Order()) ? 1.0 : 0);

/// <summary>Tokens and their places as vectors, causal transformer layers, and scores [n, tokens, places] of what follows.</summary>
internal sealed class Sorter : Layer
{
    private const int Tokens = 11;
    private readonly Embedding token;
    private readonly Embedding place;
    private readonly Sequential body;

    public Sorter(int width, int heads, int layers)
    {
        token = Add("token", new Embedding(Tokens, width));
        place = Add("place", new Embedding(32, width));
        var blocks = Enumerable.Range(0, layers).Select(_ => (Layer)new TransformerEncoderLayer(
            width, heads, 4 * width, dropout: 0, normFirst: true, causal: true));
        body = Add("body", new Sequential([.. blocks, new LayerNorm(width), new Linear(width, Tokens)]));
    }

    public override Shape OutputShape(Shape input) => new(Tokens, input[0]);

    protected override Tensor Compute(Tensor input, Pass pass)
    {
        var places = Tensor.From(Enumerable.Range(0, input.Shape[1]).ToArray());
        var scores = body.Forward(token.Forward(input, pass) + place.Forward(places, pass), pass);
        return scores.Transpose(1, 2);
    }
}
