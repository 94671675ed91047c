using System.Diagnostics;
using Descent.Lab.Safety;

namespace Descent.Lab.Playground;

/// <summary>
/// One page's training: it runs in the background, is looked at between steps, and keeps what may be undone. A fault stays in it, as a
/// message. How often it is looked at changes no number.
/// </summary>
internal sealed class PlaygroundSession(string id, SemaphoreSlim slots) : IDisposable
{
    private const int MostUndo = 40;
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(12);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly List<PlaygroundMemento> undo = [];
    private PlaygroundTraining? training;
    private PlaygroundView? view;
    private PlaygroundSettings? settings;
    private CancellationTokenSource? run;
    private TaskCompletionSource changed = NewSignal();
    private PlaygroundState? seen;
    private string? message;
    private long setup;
    private long version;
    private int viewers;
    private long used = Stopwatch.GetTimestamp();

    /// <summary>The name in addresses.</summary>
    public string Id { get; } = id;

    /// <summary>Whether nobody looks and nobody has asked for a while.</summary>
    public bool IsIdle => viewers == 0 && Stopwatch.GetElapsedTime(used) > Patience;

    /// <summary>Whether a page looks at it.</summary>
    public bool IsSeen => viewers > 0;

    /// <summary>When it was last asked something.</summary>
    public long Used => used;

    /// <summary>Sets up a training in place of the one before.</summary>
    /// <exception cref="DescentException">The settings do not go together; the training before stays.</exception>
    public Task<PlaygroundSetup> Configure(PlaygroundSettings wanted, CancellationToken cancellation) => Locked(
        () =>
        {
            var journal = PlaygroundJournal.Parse(wanted.Journal ?? "");
            var fresh = new PlaygroundTraining(wanted);
            Stop();
            (settings, training, view) = (wanted with { Journal = "" }, fresh, new PlaygroundView(fresh));
            (message, setup) = (null, setup + 1);
            undo.Clear();
            if (journal.Deeds.Count > 0)
            {
                Start(Redo(journal));
            }

            return Describe();
        },
        cancellation);

    /// <summary>Does what a page asks for.</summary>
    /// <exception cref="DescentException">It cannot be done; the message says why.</exception>
    public Task<PlaygroundState> Do(PlaygroundCommand command, CancellationToken cancellation) => Locked(
        () =>
        {
            var (current, before) = (Training, command.Do is "sample" or "batch" or "epoch" or "run" or "set" ? Training.Keep() : null);
            Stop();
            try
            {
                switch (command.Do)
                {
                    case "run": Start(ToTheEnd(), Limits.Within("pace", command.Pace, 0, 1e6) * current.BatchesPerEpoch); break;
                    case "pause": break;
                    case "sample": Refuse(current); current.StepSample(); break;
                    case "batch": Refuse(current); current.StepBatch(); break;
                    case "epoch": Refuse(current); Epoch(current); break;
                    case "set": current.Set(command.Edit ?? throw new SpecificationException("Which weight is to be set is missing.")); break;
                    case "undo": Undo(current); break;
                    case "reset": Reset(); break;
                    default: throw new SpecificationException($"'{command.Do}' is not known: run, pause, sample, batch, epoch, undo, reset or set.");
                }

                message = null;
            }
            catch (NonFiniteException error)
            {
                message = error.Message;
            }

            Remember(before);
            return Look();
        },
        cancellation);

    /// <summary>What the network answers at a point.</summary>
    public Task<PlaygroundAnswer> At(double x, double y, CancellationToken cancellation) => Locked(() => View.At(x, y), cancellation, changes: false);

    /// <summary>What the doctor finds about the training so far, the current epoch included.</summary>
    public async Task<PlaygroundFinding[]> Consult(CancellationToken cancellation)
    {
        var (wanted, epochs) = await Export(
            (now, current) => (now, current.Epoch + (current.Offset > 0 || message is not null ? 1 : 0)), cancellation).ConfigureAwait(false);
        await slots.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => PlaygroundDoctor.Examine(wanted, epochs, cancellation), cancellation).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>Makes something of the training as it stands.</summary>
    public Task<T> Export<T>(Func<PlaygroundSettings, PlaygroundTraining, T> make, CancellationToken cancellation)
        => Locked(() => make(settings!, Training), cancellation, changes: false);

    /// <summary>States as they come, no faster than a page can show, each with the history that the page does not have yet.</summary>
    public async IAsyncEnumerable<(PlaygroundState State, PlaygroundHistory? History)> Watch(
        TimeSpan pace, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        Interlocked.Increment(ref viewers);
        try
        {
            var (known, knownSetup, knownCuts) = (0, -1L, -1);
            while (true)
            {
                var signal = changed.Task;
                var started = Stopwatch.GetTimestamp();
                (PlaygroundState, PlaygroundHistory?)? next = null;
                await gate.WaitAsync(cancellation).ConfigureAwait(false);
                try
                {
                    if (training is { } current && view is not null)
                    {
                        var from = knownSetup == setup && knownCuts == current.Cuts ? known : 0;
                        PlaygroundHistory? history = from == current.History.Count
                            ? null : new PlaygroundHistory(setup, from, [.. current.History.Skip(from)]);
                        (known, knownSetup, knownCuts) = (current.History.Count, setup, current.Cuts);
                        next = (Look(), history);
                    }
                }
                finally
                {
                    gate.Release();
                }

                if (next is { } pair)
                {
                    yield return pair;
                }

                // A view that takes long must leave time to train.
                var rest = Stopwatch.GetElapsedTime(started) * 3;
                await Task.Delay(rest > pace ? rest : pace, cancellation).ConfigureAwait(false);
                await signal.WaitAsync(cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            Interlocked.Decrement(ref viewers);
            used = Stopwatch.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => run?.Cancel();

    private PlaygroundTraining Training => training ?? throw new SpecificationException("Nothing is set up yet.");

    private PlaygroundView View => view ?? throw new SpecificationException("Nothing is set up yet.");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static void Refuse(PlaygroundTraining current)
    {
        if (current.IsFinished)
        {
            throw new SpecificationException($"All {current.Epoch} planned epochs are done: plan more of them, undo, or start again.");
        }
    }

    private static void Epoch(PlaygroundTraining current)
    {
        for (var epoch = current.Epoch; current.Epoch == epoch;)
        {
            current.StepBatch();
        }
    }

    private void Undo(PlaygroundTraining current)
    {
        if (undo.Count > 0)
        {
            current.Restore(undo[^1]);
            undo.RemoveAt(undo.Count - 1);
        }
    }

    private void Reset()
    {
        training = new PlaygroundTraining(settings!);
        view = new PlaygroundView(training);
        setup++;
        undo.Clear();
    }

    private void Remember(PlaygroundMemento? before)
    {
        if (before is not null)
        {
            undo.Add(before);
            undo.RemoveRange(0, Math.Max(0, undo.Count - MostUndo));
        }
    }

    private void Stop()
    {
        run?.Cancel();
        run = null;
    }

    private void Start(IEnumerable<Action> steps, double stepsPerSecond = 0)
    {
        Stop();
        var source = run = new CancellationTokenSource();
        _ = Task.Run(() => Work(steps, stepsPerSecond, source), CancellationToken.None);
    }

    private IEnumerable<Action> ToTheEnd()
    {
        while (!Training.IsFinished)
        {
            yield return Training.StepBatch;
        }
    }

    private IEnumerable<Action> Redo(PlaygroundJournal journal)
    {
        foreach (var deed in journal.Deeds)
        {
            for (var i = 0; i < deed.Count && !Training.IsFinished; i++)
            {
                yield return deed.Edit is { } edit ? () => Training.Set(edit) : deed.Kind == 's' ? Training.StepSample : Training.StepBatch;
            }
        }
    }

    /// <summary>Takes steps until they end or are stopped, and lets others look in between.</summary>
    private async Task Work(IEnumerable<Action> steps, double stepsPerSecond, CancellationTokenSource source)
    {
        string? failure = null;
        using var all = steps.GetEnumerator();
        var begun = Stopwatch.GetTimestamp();
        var taken = 0L;
        bool IsAhead() => stepsPerSecond > 0 && taken >= 1 + (Stopwatch.GetElapsedTime(begun).TotalSeconds * stepsPerSecond);
        for (var goesOn = true; goesOn;)
        {
            if (IsAhead() && !source.IsCancellationRequested)
            {
                await Task.Delay(Slice).ConfigureAwait(false);
                continue;
            }

            await slots.WaitAsync().ConfigureAwait(false);
            await gate.WaitAsync().ConfigureAwait(false);
            try
            {
                var started = Stopwatch.GetTimestamp();
                while (goesOn && !IsAhead() && Stopwatch.GetElapsedTime(started) < Slice)
                {
                    goesOn = !source.IsCancellationRequested && all.MoveNext();
                    if (goesOn)
                    {
                        all.Current();
                        taken++;
                    }
                }
            }
            catch (Exception error)
            {
                goesOn = false;
                failure = error is DescentException ? error.Message : $"Something unforeseen failed ({error.GetType().Name}): {error.Message}";
            }
            finally
            {
                if (!goesOn && run == source)
                {
                    (run, message) = (null, failure);
                }

                Forget();
                Tell();
                gate.Release();
                slots.Release();
            }
        }
    }

    private async Task<T> Locked<T>(Func<T> act, CancellationToken cancellation, bool changes = true)
    {
        used = Stopwatch.GetTimestamp();
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (changes)
            {
                Forget();
            }

            return act();
        }
        finally
        {
            if (changes)
            {
                Tell();
            }

            gate.Release();
        }
    }

    /// <summary>What was seen is no longer so.</summary>
    private void Forget() => (seen, version) = (null, version + 1);

    private void Tell() => Interlocked.Exchange(ref changed, NewSignal()).TrySetResult();

    private PlaygroundState Look() => seen ??= new PlaygroundState(
        setup,
        version,
        run is not null ? "running" : message is not null ? "failed" : Training.IsFinished ? "finished" : "paused",
        message,
        Training.Epoch,
        Training.Offset,
        Training.Optimizer.Steps,
        Training.StepLoss,
        Training.Measure(),
        Training.Journal.Text,
        undo.Count > 0,
        View.Plane(),
        View.Layers());

    private PlaygroundSetup Describe()
    {
        var (current, data) = (Training, Training.Data);
        var isClasses = current.Train.Task == TaskKind.Classification;
        return new PlaygroundSetup(
            Id,
            setup,
            View.Points(),
            data.X,
            data.Y,
            PlaygroundData.Word(current.Train.Task),
            [.. current.Train.ClassNames],
            View.Values.Low,
            View.Values.High,
            isClasses ? "accuracy" : "r2",
            current.Model.Text,
            current.Model.Network.ParameterCount,
            current.BatchesPerEpoch,
            [.. data.Notes]);
    }
}
