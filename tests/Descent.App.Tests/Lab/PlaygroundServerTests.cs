using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Descent.Lab.Playground;

namespace Descent.App.Tests.Lab;

/// <summary>The playground without a browser: the numbers of a Trainer, limits, sessions, faults that stay where they are, and files.</summary>
[Collection("lab")]
public sealed class PlaygroundServerTests(LabHost host)
{
    private static readonly PlaygroundSettings Small = new("moons", Points: 60, Noise: 0.1, Layers: ["4 tanh"], BatchSize: 8, Epochs: 6);

    public static TheoryData<string, string> Trainings => new()
    {
        { "adam rate=0.02", "constant" },
        { "momentum rate=0.1", "one-cycle" },
        { "sgd rate=0.5", "plateau patience=1" },
    };

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Training_StepByStep_GivesTheBitsOfATrainer(string optimizer, string schedule)
    {
        var settings = Small with { Optimizer = optimizer, Schedule = schedule, Dropout = 0.1, L2 = 0.001 };
        var training = new PlaygroundTraining(settings);
        while (!training.IsFinished)
        {
            training.StepBatch();
            if (training.Offset % 3 == 0)
            {
                // Looking changes nothing.
                new PlaygroundView(training).Layers();
            }
        }

        var (model, loss, split) = ByLibrary(settings, settings.Epochs);
        Assert.Equal(Evaluator.Evaluate(model, loss, split.Train).Loss, training.History[^1].TrainLoss);
        Assert.Equal(Evaluator.Evaluate(model, loss, split.Test).Loss, training.History[^1].TestLoss);
    }

    [Fact]
    public void Journal_DoneAgain_GivesTheSameNumbers()
    {
        var first = new PlaygroundTraining(Small);
        first.StepBatch();
        first.StepSample();
        first.StepSample();
        first.Set(new PlaygroundEdit("0.weight", 3, 0.5f));
        first.StepBatch();
        Assert.Equal("b1~s2~w0.weight:3:0.5~b1", first.Journal.Text);
        var second = new PlaygroundTraining(Small);
        foreach (var deed in PlaygroundJournal.Parse(first.Journal.Text!).Deeds)
        {
            for (var i = 0; i < deed.Count; i++)
            {
                ((Action)(deed.Edit is { } edit ? () => second.Set(edit) : deed.Kind == 's' ? second.StepSample : second.StepBatch))();
            }
        }

        Assert.Equal(first.Measure(), second.Measure());
        Assert.Equal(first.Journal.Text, second.Journal.Text);
    }

    [Fact]
    public void Restore_AfterAnEpoch_GoesOnAsIfItHadNotBeen()
    {
        var (once, twice) = (new PlaygroundTraining(Small), new PlaygroundTraining(Small));
        once.StepBatch();
        twice.StepBatch();
        var memento = twice.Keep();
        for (var i = 0; i < 9; i++)
        {
            twice.StepBatch();
        }

        twice.Restore(memento);
        Assert.Equal(once.Measure(), twice.Measure());
        once.StepBatch();
        twice.StepBatch();
        Assert.Equal(once.Measure(), twice.Measure());
    }

    [Theory]
    [InlineData("""{"data":"spiral"}""", "spirals")]
    [InlineData("""{"points":1000000}""", "points must be from 8 to 2000")]
    [InlineData("""{"layers":["1000000 tanh"]}""", "from 1 to 32")]
    [InlineData("""{"layers":["8 tanh","8 tanh","8 tanh","8 tanh","8 tanh","8 tanh","8 tanh"]}""", "from 0 to 6")]
    [InlineData("""{"layers":["8 tan"]}""", "tanh")]
    [InlineData("""{"layers":["tanh"]}""", "8 tanh")]
    [InlineData("""{"layers":["8 tanh, linear 100000"]}""", "tanh")]
    [InlineData("""{"init":"he, linear 100000"}""", "he")]
    [InlineData("""{"layers":[null]}""", "missing")]
    [InlineData("""{"data":"table","table":{"text":"a,b,c\n1,2,3\n2,3,4\n3,4,5\n4,5,7\n5,6,8\n","features":[null]}}""", "missing")]
    [InlineData("""{"epochs":100000}""", "epochs must be from 1 to 3000")]
    [InlineData("""{"loss":"mse delta=1"}""", "delta")]
    [InlineData("""{"optimizer":"lbfgs"}""", "batch")]
    [InlineData("""{"data":"drawn","drawn":[0,0,1]}""", "at least four points")]
    [InlineData("""{"data":"table","table":{"text":"a,b\n1,2\n"}}""", "rows must be from 4")]
    [InlineData("""{"journal":"x9"}""", "damaged")]
    [InlineData("""{"noise":"much"}""", "noise")]
    public async Task Setup_OutOfBounds_IsRefusedInWords(string settings, string told)
    {
        using var body = new StringContent(settings, System.Text.Encoding.UTF8, "application/json");
        using var response = await host.Client.PostAsync(new Uri("/api/playground/sessions", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(told, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diverging_InOneSession_IsToldThereAndStopsNoOther()
    {
        var wild = await Setup(Small with { Data = "plane", Loss = "mse", Layers = ["8 relu"], Optimizer = "sgd rate=1000", Epochs = 3000 });
        var calm = await Setup(Small);
        await Do(wild, "run");
        var state = await Wait(wild, state => state.Status != "running");
        Assert.Equal("failed", state.Status);
        Assert.Contains("learning rate", state.Message, StringComparison.Ordinal);
        Assert.Equal("paused", (await Do(calm, "epoch")).Status);
        Assert.Equal(1, (await Do(calm, "pause")).Epoch);
    }

    [Fact]
    public async Task Doctor_AtARateThatKillsUnits_FindsThem()
    {
        var setup = await Setup(new PlaygroundSettings(
            "circles", Points: 200, Noise: 0.05, Layers: ["8 relu", "8 relu"], Optimizer: "sgd rate=3"));
        for (var i = 0; i < 12; i++)
        {
            await Do(setup, "epoch");
        }

        var findings = await host.Client.GetFromJsonAsync(
            new Uri($"/api/playground/sessions/{setup.Id}/doctor", UriKind.Relative), PlaygroundJson.Default.PlaygroundFindingArray);
        var dead = Assert.Single(findings!, finding => finding.Name == "dead-relu" && finding.Where.Contains("'3'", StringComparison.Ordinal));
        Assert.Contains("8 of 8", dead.Evidence, StringComparison.Ordinal);
        Assert.NotEmpty(dead.Remedy);
        Assert.Equal(8, (await Do(setup, "pause")).Layers[2].Dead.Length);
    }

    [Fact]
    public async Task Live_WhileItRuns_SendsStatesAndTheWholeHistory()
    {
        var setup = await Setup(Small with { Epochs = 40 });
        using var stream = await host.Client.GetStreamAsync(new Uri($"/api/playground/sessions/{setup.Id}/live", UriKind.Relative));
        using var reader = new StreamReader(stream);
        await Do(setup, "run");
        var (moments, kind, finished) = (new List<PlaygroundMoment>(), "", false);
        var clock = Stopwatch.StartNew();
        while (!finished && clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            var line = (await reader.ReadLineAsync())!;
            kind = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : kind;
            if (line.StartsWith("data: ", StringComparison.Ordinal) && kind == "history")
            {
                var history = JsonSerializer.Deserialize(line[6..], PlaygroundJson.Default.PlaygroundHistory)!;
                moments.RemoveRange(history.From, moments.Count - history.From);
                moments.AddRange(history.Moments);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                finished = JsonSerializer.Deserialize(line[6..], PlaygroundJson.Default.PlaygroundState)!.Status == "finished";
            }
        }

        Assert.True(finished);
        Assert.Equal(Enumerable.Range(0, 41).Select(epoch => (double)epoch), moments.Select(moment => moment.Epoch));
    }

    [Fact]
    public async Task Spirals_WithThePagesSettings_AreLearnedWithinAMinute()
    {
        var setup = await Setup(new PlaygroundSettings(Layers: ["16 gelu", "16 gelu"]));
        await Do(setup, "run");
        var state = await Wait(setup, state => state.Status != "running" || state.Now.TestScore >= 0.95);
        Assert.True(state.Now.TestScore >= 0.95, $"After {state.Epoch} epochs the test accuracy is {state.Now.TestScore}.");
    }

    [Fact]
    public void Sessions_MoreThanCanBe_MakeRoomByThoseThatNobodySees()
    {
        using var sessions = new PlaygroundSessions();
        var first = sessions.FindOrMake(null);
        for (var i = 0; i < PlaygroundSessions.Most + 5; i++)
        {
            sessions.FindOrMake(null);
        }

        Assert.Equal(PlaygroundSessions.Most, sessions.Count);
        var error = Assert.Throws<SpecificationException>(() => sessions.Find(first.Id));
        Assert.Contains("Reload", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spirals")]
    [InlineData("drawn")]
    [InlineData("table")]
    public async Task Program_OfATraining_CompilesAndGivesThePagesNumbers(string data)
    {
        var settings = Small with
        {
            Data = data,
            Epochs = 20,
            L2 = 0.001,
            Drawn = [0, 0, 0, 0.1, 0.2, 0, 0.3, 0.1, 0, 0.2, 0.4, 0, 1, 1, 1, 0.9, 0.8, 1, 0.7, 1, 1, 0.8, 0.6, 1, 0.5, 0.9, 1],
            Table = new PlaygroundTable(
                "length,width,\"kind \"\"of\"\" thing\"\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i * i % 17},{(i % 3 == 0 ? "a" : "b")}\n"))),
        };
        var setup = await Setup(settings);
        for (var i = 0; i < 3; i++)
        {
            await Do(setup, "epoch");
        }

        var state = await Do(setup, "pause");
        var program = await host.Client.GetStringAsync(new Uri($"/api/playground/sessions/{setup.Id}/export/program", UriKind.Relative));
        var folder = Directory.CreateTempSubdirectory("descent-program-");
        try
        {
            Assert.StartsWith("#:package Descent@", program, StringComparison.Ordinal);
            var local = $"#:project {Repository.PathOf("src", "Descent", "Descent.csproj")}\n#:property Configuration=Release\n{program[program.IndexOf('\n', StringComparison.Ordinal)..]}";
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "playground.cs"), local);
            var finished = await Dotnet.Run(folder.FullName, new Dictionary<string, string>(), "run", "playground.cs");
            Assert.True(finished.ExitCode == 0, program + finished.Output + finished.Errors);
            Assert.Contains(FormattableString.Invariant($"train: loss {state.Now.TrainLoss:R}, accuracy {state.Now.TrainScore:R}"), finished.Output, StringComparison.Ordinal);
            Assert.Contains(FormattableString.Invariant($"test: loss {state.Now.TestLoss:R}, accuracy {state.Now.TestScore:R}"), finished.Output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Recipe_AndPoints_AndModel_AreReadByTheLibrary()
    {
        var setup = await Setup(Small);
        await Do(setup, "epoch");
        var folder = Directory.CreateTempSubdirectory("descent-recipe-");
        try
        {
            async Task Save(string kind, string name) => await File.WriteAllBytesAsync(
                Path.Combine(folder.FullName, name),
                await host.Client.GetByteArrayAsync(new Uri($"/api/playground/sessions/{setup.Id}/export/{kind}", UriKind.Relative)));
            await Save("points", "playground.csv");
            await Save("recipe", "playground.json");
            await Save("model", "playground.safetensors");
            var recipe = Recipe.FromJson(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "playground.json")), "playground.json");
            Assert.Equal("playground.csv", recipe.Source);
            Assert.Equal(1, recipe.Epochs);
            var session = TrainingSession.Create(
                recipe with { Source = Path.Combine(folder.FullName, recipe.Source) }, Path.Combine(folder.FullName, "run"));
            Assert.Equal(new PlaygroundTraining(Small).Train.Labels.ToArray(), session.Data.Split.Train.Labels.ToArray());
            Assert.True(session.Run().Test!.Loss > 0);
            var model = ModelSpecification.Build(setup.Model, new Shape(2));
            SafeTensors.Read(Path.Combine(folder.FullName, "playground.safetensors")).LoadInto(model);
            Assert.All(
                session.Model.Parameters.Zip(model.Parameters),
                pair => Assert.Equal(pair.First.Parameter.Value.ToArray<float>(), pair.Second.Parameter.Value.ToArray<float>()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The same training by the library's Trainer.</summary>
    internal static (Layer Model, Loss Loss, DataSplit Split) ByLibrary(PlaygroundSettings settings, int epochs)
    {
        var make = PlaygroundData.Generated.Single(one => one.Name == settings.Data).Make;
        var split = Split.Stratified(make(settings.Points, settings.Noise, settings.Seed), settings.TestFraction, settings.Seed);
        var loss = Specification.Make(settings.Loss, Catalog.Losses, "loss");
        var hidden = settings.Layers!.Select(layer => layer.Split(' ', 2)).Select(
            parts => FormattableString.Invariant($"linear {parts[0]}, {parts[1]}{(settings.Dropout > 0 ? $", dropout {settings.Dropout}" : "")}"));
        var model = ModelSpecification.Build($"{string.Join(", ", hidden)}, linear {split.Train.OutputCount}", split.Train.InputShape);
        new Trainer(model, loss, Specification.Make(settings.Optimizer, Catalog.Optimizers, "optimizer"))
        {
            Schedule = ScheduleSpecification.Make(settings.Schedule),
            Penalty = new WeightPenalty(settings.L1, settings.L2),
        }.Fit(split.Train, epochs, split.Test, settings.BatchSize, settings.Seed);
        return (model, loss, split);
    }

    private async Task<PlaygroundSetup> Setup(PlaygroundSettings settings)
    {
        using var response = await host.Client.PostAsJsonAsync(
            new Uri("/api/playground/sessions", UriKind.Relative), settings, PlaygroundJson.Default.PlaygroundSettings);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(PlaygroundJson.Default.PlaygroundSetup))!;
    }

    private async Task<PlaygroundState> Do(PlaygroundSetup setup, string what)
    {
        using var response = await host.Client.PostAsJsonAsync(
            new Uri($"/api/playground/sessions/{setup.Id}/do", UriKind.Relative), new PlaygroundCommand(what), PlaygroundJson.Default.PlaygroundCommand);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync(PlaygroundJson.Default.PlaygroundState))!;
    }

    /// <summary>Waits for a state as a page would, by the live channel.</summary>
    private async Task<PlaygroundState> Wait(PlaygroundSetup setup, Predicate<PlaygroundState> until)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var stream = await host.Client.GetStreamAsync(new Uri($"/api/playground/sessions/{setup.Id}/live", UriKind.Relative), timeout.Token);
        using var reader = new StreamReader(stream);
        PlaygroundState? last = null;
        for (var kind = ""; last is null || !until(last);)
        {
            var line = (await reader.ReadLineAsync(timeout.Token))!;
            kind = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : kind;
            if (kind == "state" && line.StartsWith("data: ", StringComparison.Ordinal))
            {
                last = JsonSerializer.Deserialize(line[6..], PlaygroundJson.Default.PlaygroundState);
            }
        }

        return last;
    }
}
