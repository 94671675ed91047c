using System.Diagnostics;
using System.Globalization;
using System.Text;
using Descent.App.Tests.Cli;
using Descent.Cli;

namespace Descent.App.Tests.Recipes;

/// <summary>Whatever a recipe's file holds, it is read or refused in plain words, in little time and memory.</summary>
public sealed class HostileYamlTests : IDisposable
{
    private const int Large = RecipeText.MostBytes - 100;
    private const long MostBytes = 256L << 20;

    // The variable DESCENT_FUZZ_MUTATIONS raises it, as for the other formats.
    private static readonly int Damaged
        = int.TryParse(Environment.GetEnvironmentVariable("DESCENT_FUZZ_MUTATIONS"), CultureInfo.InvariantCulture, out var given) ? given : 3_000;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(10);
    private static readonly string[] Lies =
    [
        "\t", "\n\t", ": ", "- ", "? ", "&a ", "*a", "!!int ", "[", "]", "{", "}", "|\n", ">-\n", "\"", "'", "#", "---\n", "...\n", "%YAML 9.9\n",
        "\\", "\\x", "\\UFFFFFFFF", "\0", "\uFEFF", "\u2028", "\r", "99999999999", "1e999", "~", "<<: ", "@", "`", "\ud83d\ude00",
    ];

    private readonly Workplace place = new();

    public static TheoryData<string, string> Swollen => new()
    {
        { "brackets", new string('[', Large) },
        { "braces", new string('{', Large) },
        { "dashes", Repeat("- ", Large / 2) },
        { "questions", Repeat("? ", Large / 2) },
        { "colons", Repeat("a: ", Large / 3) },
        { "blanks", new string(' ', Large) },
        { "lines", $"source: iris{new string('\n', Large - 100)}" },
        { "comments", $"{Repeat("#\n", (Large / 2) - 20)}source: iris" },
        { "documents", Repeat("---\n", Large / 4) },
        { "names", Repeat("a: b\n", Large / 5) },
        { "name", new string('a', Large - 10) + ": b" },
        { "value", $"source: {new string('a', Large - 20)}" },
        { "items", $"source: iris\nmissing: [{Repeat("a,", (Large / 2) - 20)}]" },
        { "escapes", $"source: \"{Repeat("\\x41", (Large / 4) - 10)}\"" },
        { "folds", $"source: >\n{Repeat(" a\n", (Large / 3) - 10)}" },
        { "indents", string.Concat(Enumerable.Range(0, 1_000).Select(i => $"{new string(' ', i)}a:\n")) },
        { "aliases", "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]" },
        { "layers", $"source: iris\nmodel: {Repeat("residual-of (", (Large / 13) - 10)}" },
        { "closed", $"source: iris\nmodel: {Repeat("residual-of (", 30_000)}relu{new string(')', 30_000)}" },
        { "unknown", $"source: iris\nloss: {new string('a', Large - 100)}" },
        { "options", $"source: iris\noptimizer: adam {Repeat("a=1 ", (Large / 4) - 100)}" },
    };

    public void Dispose() => place.Dispose();

    [Fact]
    public void Recipe_Damaged_IsReadOrRefused()
    {
        var sound = Encoding.UTF8.GetBytes("""
            # a recipe
            source: iris
            validationFraction: 0.1
            missing: ["?", 'NA']
            model:
              - linear 8   # first
              - relu
              - linear 3
            loss: "cross-entropy label-smoothing=0.1"
            optimizer: {rate}
            schedule: |
              warmup 2 then cosine period=8
            inputShape: [4]
            epochs: 10
            seed: 5
            """.Replace("{rate}", "adam rate=0.01", StringComparison.Ordinal));
        var refused = Enumerable.Range(0, Damaged).Count(seed => IsRefused(Damage(sound, new Random(seed)), $"seed {seed}"));
        Assert.InRange(refused, Damaged / 4, Damaged - 1);
    }

    [Theory]
    [MemberData(nameof(Swollen))]
    public void Recipe_Swollen_IsReadOrRefused(string name, string yaml)
        => Assert.Equal(name is not ("lines" or "comments"), IsRefused(Encoding.UTF8.GetBytes(yaml), name));

    [Theory]
    [InlineData("large.yaml")]
    [InlineData("large.json")]
    public void Recipe_LargerThanAny_IsRefused(string name)
    {
        place.Write(name, new string(' ', RecipeText.MostBytes + 1));
        Assert.Contains("longer than 1 MiB", place.Run("train", name).Expect(2).Error, StringComparison.Ordinal);
    }

    private bool IsRefused(byte[] bytes, string name)
    {
        var path = place.PathOf("recipe.yaml");
        File.WriteAllBytes(path, bytes);
        var (before, clock) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        var refused = false;
        try
        {
            var recipe = RecipeFile.Read(path);
            TrainingSession.Create(recipe, place.PathOf("run"));
        }
        catch (DescentException error)
        {
            Assert.InRange(error.Message.Length, 1, 5_000);
            refused = true;
        }
        catch (Exception error)
        {
            Assert.Fail($"{name}: {error}\n{Convert.ToBase64String(bytes.AsSpan(0, Math.Min(bytes.Length, 2_000)))}");
        }

        Assert.True(clock.Elapsed < MostTime, $"{name}: {clock.Elapsed}");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostBytes, $"{name}: {allocated >> 20} MiB");
        return refused;
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 30), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(at, Enumerable.Repeat(bytes.GetRange(at, length), random.Next(1, 100)).SelectMany(piece => piece));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Lies[random.Next(Lies.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
