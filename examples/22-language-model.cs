#:project ../src/Descent/Descent.csproj
// A language model of letters: a GRU reads a name letter by letter, gives each next letter a probability, and then invents names.
// dotnet run examples/22-language-model.cs -- --data-dir FOLDER     (FOLDER with names: 32,033 of them; else 192 that are built in)
using Descent;
using Descent.Kernels;

const string Small = """
    emma olivia ava isabella sophia charlotte mia amelia harper evelyn abigail emily elizabeth mila ella avery sofia camila aria scarlett
    victoria madison luna grace chloe penelope layla riley zoey nora lily eleanor hannah lillian addison aubrey ellie stella natalie zoe
    leah hazel violet aurora savannah audrey brooklyn bella claire skylar lucy paisley anna caroline genesis aaliyah kennedy kinsley
    allison maya sarah madelyn adeline alexa ariana elena gabriella naomi alice sadie hailey eva emilia autumn quinn piper ruby serenity
    willow everly cora kaylee lydia aubree arianna eliana peyton melanie gianna isabelle julia valentina clara vivian reagan mackenzie
    liam noah william james oliver benjamin elijah lucas mason logan alexander ethan jacob michael daniel henry jackson sebastian aiden
    matthew samuel david joseph carter owen wyatt john jack luke jayden dylan grayson levi isaac gabriel julian mateo anthony jaxon
    lincoln joshua christopher andrew theodore caleb ryan asher nathan thomas leo isaiah charles josiah hudson christian hunter connor
    eli ezra aaron landon adrian jonathan nolan jeremiah easton elias colton cameron carson robert angel maverick nicholas dominic
    jaxson greyson adam ian austin santiago jordan cooper brayden roman evan ezekiel xavier jose jace jameson leonardo bryson axel
    """;
const int Longest = 17;
var at = Array.IndexOf(args, "--data-dir");
var file = Path.Combine(at >= 0 && at + 1 < args.Length ? args[at + 1] : Datasets.DefaultDirectory, "names", "names.txt");
var real = File.Exists(file);
var names = (real ? File.ReadAllText(file) : Small).Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
new Random(1).Shuffle(names);
var (train, test) = (names[(names.Length / 8)..], names[..(names.Length / 8)]);

// A name begins and ends with a full stop. What stands before a letter is read, the letter itself is to be told: .emma -> emma.
var letters = Vocabulary.Of(train.Select(name => Tokens.Characters($".{name}.")));
var model = new Sequential(
    new Embedding(letters.Count, 16), new Gru(16, 128), new Dropout(0.2), new Linear(128, letters.Count), new ClassesFirst());
model.Initialize(seed: 1);
Console.WriteLine($"{train.Length:N0} names to learn from, {test.Length:N0} others, {letters.Count} tokens, {model.ParameterCount:N0} parameters\n");

// Perplexity, e to the mean cross-entropy: among how many letters the model is as unsure as if it had to guess.
var guessing = letters.Count - 2;
var pairs = PairPerplexity();
Console.WriteLine("perplexity of a letter of names never seen before");
Console.WriteLine($"  guessing                  {guessing,6:F2}");
Console.WriteLine($"  counting pairs of letters {pairs,6:F2}");
var loss = new CrossEntropy(ignoreIndex: Vocabulary.Padding);
var step = new TrainingStep(model, loss, new Adam(0.003)) { Clipping = GradientClipping.ByNorm(1) };
var epochs = real ? 2 : 12;
for (var epoch = 1; epoch <= epochs; epoch++)
{
    new Random(epoch).Shuffle(train);
    foreach (var batch in train.Chunk(real ? 64 : 8))
    {
        var (inputs, targets) = Encode(batch);
        step.Run(inputs, targets);
    }
}

var (testInputs, testTargets) = Encode(test);
var perplexity = Record.Without(() => Math.Exp(loss.Compute(model.Forward(testInputs), testTargets).Item()));
Console.WriteLine($"  gru after {epochs,2} epochs       {perplexity,6:F2}\n");
foreach (var temperature in new[] { 0.3, 0.7, 1.0 })
{
    var random = new Random(7);
    var invented = Enumerable.Range(0, 8).Select(_ => Invent(temperature, random));
    Console.WriteLine($"  temperature {temperature:F1}: {string.Join(' ', invented)}");
}

var bound = real ? 8.5 : 10;
Console.WriteLine($"\nMust be: a perplexity below {bound} and below that of pairs.");
return perplexity < bound && perplexity < pairs ? 0 : 1;

(Tensor Inputs, Tensor Targets) Encode(string[] some) => (
    letters.Encode([.. some.Select(name => Tokens.Characters($".{name}"))], Longest),
    letters.Encode([.. some.Select(name => Tokens.Characters($"{name}."))], Longest));

// Letter by letter: what the model would write next is drawn, and becomes what it reads. A low temperature keeps to the likeliest.
string Invent(double temperature, Random random)
{
    var name = ".";
    while (name.Length < Longest && (name.Length == 1 || name[^1] != '.'))
    {
        var scores = Record.Without(() => model.Forward(letters.Encode([Tokens.Characters(name)], name.Length)));
        var chances = (scores.Slice(2, name.Length - 1, 1).Reshape(letters.Count) / temperature).Softmax().ToDoubles();
        var (next, draw) = (2, random.NextDouble());
        while (next < letters.Count - 1 && (draw -= chances[next]) > 0)
        {
            next++;
        }

        name += letters.TokenOf(next);
    }

    return name.Trim('.');
}

// The plain model to beat: how often which letter follows which, with one added everywhere.
double PairPerplexity()
{
    IEnumerable<(char, char)> Pairs(string[] some) => some.SelectMany(name => $".{name}".Zip($"{name}."));
    var (follows, leads) = (Pairs(train).CountBy(pair => pair).ToDictionary(), Pairs(train).CountBy(pair => pair.Item1).ToDictionary());
    return Math.Exp(-Pairs(test).Average(pair => Math.Log(
        (follows.GetValueOrDefault(pair) + 1.0) / (leads.GetValueOrDefault(pair.Item1) + guessing))));
}

/// <summary>Scores [names, letters, classes] as [names, classes, letters], as cross-entropy takes them.</summary>
internal sealed class ClassesFirst : Layer
{
    public override Shape OutputShape(Shape input) => new(input[1], input[0]);

    protected override Tensor Compute(Tensor input, Pass pass) => input.Transpose(1, 2);
}
