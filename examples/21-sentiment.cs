#:project ../src/Descent/Descent.csproj
// Good or bad? One network takes a sentence as a bag of words, the other reads it in both directions with an LSTM first.
// dotnet run examples/21-sentiment.cs -- --data-dir FOLDER     (FOLDER with sentiment-sentences: 3,000 reviews, beside made-up ones)
using Descent;

const int Longest = 30;
var at = Array.IndexOf(args, "--data-dir");
var folder = Path.Combine(at >= 0 && at + 1 < args.Length ? args[at + 1] : Datasets.DefaultDirectory, "sentiment-sentences");
Console.WriteLine("sentences                          tokens   bag of words   bidirectional lstm");

// Made-up reviews, in which "not" turns what follows: "not bad" is good. A bag cannot know which of its words came after the "not".
var (bag, lstm) = Compare("made up, with \"not\"", MadeUp(1_600), epochs: 8);
var holds = bag < 0.85 && lstm > 0.97 && lstm - bag > 0.1;
if (Directory.Exists(folder))
{
    // Real ones have strong words, and there are too few to learn more from than the words: reading in order gains little or nothing.
    (bag, lstm) = Compare("amazon, imdb and yelp", [.. Directory.GetFiles(folder, "*_labelled.txt").Order().SelectMany(Read)], epochs: 10);
    holds &= bag > 0.75 && lstm > 0.75;
}
else
{
    Console.WriteLine("(real reviews are not here, see --data-dir and DESCENT_DATA)");
}

Console.WriteLine("\nMust be: made up, below 85 % for the bag and above 97 % for the lstm; real ones, if here, above 75 % for both.");
return holds ? 0 : 1;

(double Bag, double Lstm) Compare(string name, Review[] reviews, int epochs)
{
    new Random(1).Shuffle(reviews);
    var (train, test) = (reviews[(reviews.Length / 5)..], reviews[..(reviews.Length / 5)]);

    // A word that training shows only once stands for all that it never shows.
    var vocabulary = Vocabulary.Of(train.Select(review => review.Words), minimumCount: 2);
    Console.Write($"{$"{name}: {train.Length:N0} and {test.Length}",-34}{vocabulary.Count,7:N0}");
    var bag = Accuracy();
    Console.Write($"{bag,15:P1}");
    var lstm = Accuracy(new Lstm(32, 16, new RecurrentOptions(Bidirectional: true)));
    Console.WriteLine($"{lstm,21:P1}");
    return (bag, lstm);

    // Words as vectors, read in order or not, then their mean; what pads a short sentence is left out everywhere.
    double Accuracy(params Layer[] reader)
    {
        var words = new Embedding(vocabulary.Count, 32, Vocabulary.Padding, new Normal(0.1));
        var model = new Sequential([words, new Dropout(0.3), .. reader, new SequencePooling(), new Linear(32, 1)]);
        model.Initialize(seed: 1);
        var step = new TrainingStep(model, new BinaryCrossEntropy(), new AdamW(3e-3, weightDecay: 0.05)) { Seed = 1 };
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            new Random(epoch).Shuffle(train);
            foreach (var batch in train.Chunk(32))
            {
                step.Run(Encode(batch), Tensor.From([.. batch.Select(review => review.IsGood ? 1f : 0)], batch.Length, 1));
            }
        }

        var scores = Record.Without(() => model.Forward(Encode(test))).ToDoubles();
        return test.Zip(scores, (review, score) => review.IsGood == score > 0 ? 1.0 : 0).Average();
    }

    Tensor Encode(Review[] some) => vocabulary.Encode([.. some.Select(review => review.Words)], Longest);
}

static IEnumerable<Review> Read(string file) => File.ReadAllText(file).Split('\n', StringSplitOptions.RemoveEmptyEntries)
    .Select(line => line.Split('\t')).Select(fields => new Review(Tokens.Words(fields[0]), fields[1].Trim() == "1"));

static Review[] MadeUp(int count)
{
    var random = new Random(1);
    string Any(string words) => words.Split(' ') is var all ? all[random.Next(all.Length)] : words;
    return [.. Enumerable.Range(0, count).Select(_ =>
    {
        var (good, turned, other) = (random.Next(2) == 0, random.Next(4) == 0, random.Next(2) == 0);
        var opinion = Any(good != turned ? "good great lovely superb" : "bad awful boring weak");
        var aside = $"{Any("which that")} {(other ? "is" : "is not")} {Any("new long short usual loud quiet")}";
        return new Review(Tokens.Words(
            $"The {Any("film food phone story")} {aside} {(turned ? "is not" : "is")} {Any("really that so very")} {opinion}."), good);
    })];
}

/// <summary>A sentence as its words, and whether it praises.</summary>
internal sealed record Review(IReadOnlyList<string> Words, bool IsGood);
