using Descent.Kernels;

namespace Descent.Tests.Kernels;

/// <summary>Tests that set the number of workers, which the whole process shares, run one after another.</summary>
[CollectionDefinition("Workers", DisableParallelization = true)]
public class WorkersGroup;

[Collection("Workers")]
public sealed class WorkersTests : IDisposable
{
    private readonly int count = Workers.Count;

    public void Dispose() => Workers.Count = count;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Run_AnyCount_DoesEveryTileOnce(int workers)
    {
        Workers.Count = workers;
        foreach (var tiles in new[] { 0, 1, 2, 3, 100, 1000 })
        {
            var done = new int[tiles];
            Workers.Run(tiles, new CountingJob(done));
            Assert.All(done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Run_ManyTimesWithPauses_NeverLosesATileOrHangs()
    {
        Workers.Count = 4;
        var done = new int[16];
        for (var run = 1; run <= 3000; run++)
        {
            Workers.Run(done.Length, new CountingJob(done));
            Assert.All(done, times => Assert.Equal(run, times));
            if (run % 100 == 0)
            {
                Thread.Sleep(1);
            }
        }
    }

    [Fact]
    public void Run_TwoWorkers_AreAtWorkTogether()
    {
        Workers.Count = 2;
        using var meeting = new Barrier(2);
        var met = new bool[2];
        Workers.Run(2, new MeetingJob(meeting, met));
        Assert.Equal([true, true], met);
    }

    [Fact]
    public void Run_WithinATile_DoesTheInnerTilesToo()
    {
        Workers.Count = 3;
        var done = new int[20 * 10];
        Workers.Run(20, new NestedJob(done, 10));
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_TileThrows_CallerGetsTheExceptionAndTheTeamLivesOn(int workers)
    {
        Workers.Count = workers;
        for (var failing = 0; failing < 30; failing++)
        {
            var error = Assert.Throws<DataException>(() => Workers.Run(30, new FailingJob(failing)));
            Assert.Equal($"tile {failing}", error.Message);
        }

        Run_AnyCount_DoesEveryTileOnce(workers);
    }

    [Fact]
    public void Run_ManyCallers_EachGetsAllItsTiles()
    {
        Workers.Count = 4;
        var wrong = 0;
        var callers = Enumerable.Range(0, 6).Select(_ => new Thread(Repeat)).ToArray();
        foreach (var caller in callers)
        {
            caller.Start();
        }

        foreach (var caller in callers)
        {
            caller.Join();
        }

        Assert.Equal(0, wrong);

        void Repeat()
        {
            for (var run = 0; run < 300; run++)
            {
                var done = new int[9];
                Workers.Run(done.Length, new CountingJob(done));
                if (done.Any(times => times != 1))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }
    }

    [Fact]
    public void Count_ChangedWhileJobsRun_LosesNothing()
    {
        var stop = false;
        var changer = new Thread(() =>
        {
            for (var change = 0; !Volatile.Read(ref stop); change++)
            {
                Workers.Count = 1 + (change % 4);
                Thread.Sleep(1);
            }
        });
        changer.Start();
        for (var run = 0; run < 1000; run++)
        {
            var done = new int[25];
            Workers.Run(done.Length, new CountingJob(done));
            Assert.All(done, times => Assert.Equal(1, times));
        }

        Volatile.Write(ref stop, true);
        changer.Join();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Count_BelowOne_IsRefused(int value)
        => Assert.Throws<ArgumentOutOfRangeException>(() => Workers.Count = value);

    [Fact]
    public void Run_OnceWarm_AllocatesNothing()
    {
        Workers.Count = 2;
        var job = new CountingJob(new int[8]);
        Assert.Equal(0, Allocations.OnceWarm(() => Workers.Run(8, job)));
    }

    [Fact]
    public void Run_WhileTheTeamIsBusy_WorksOnTheCallersOwnThread()
    {
        Workers.Count = 2;
        using ManualResetEventSlim isBusy = new(), mayEnd = new();
        var holder = new Thread(() => Workers.Run(2, new HoldingJob(isBusy, mayEnd)));
        holder.Start();
        isBusy.Wait();
        var threads = new int[50];
        Workers.Run(threads.Length, new ThreadJob(threads));
        mayEnd.Set();
        holder.Join();
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Team_WithoutWork_Sleeps()
    {
        Workers.Count = 4;
        Workers.Run(8, new CountingJob(new int[8]));
        Thread.Sleep(50);

        // Others of the process, such as its compiler, may have some work left in one of the rounds.
        var least = Enumerable.Range(0, 10).Min(_ =>
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            var before = process.TotalProcessorTime;
            Thread.Sleep(100);
            process.Refresh();
            return (process.TotalProcessorTime - before).TotalMilliseconds;
        });
        Assert.True(least <= 20, $"{least} ms of processor time in 100 ms of nothing to do.");
    }

    private readonly struct HoldingJob(ManualResetEventSlim isBusy, ManualResetEventSlim mayEnd) : ITileJob
    {
        public void Run(int tile)
        {
            isBusy.Set();
            mayEnd.Wait(TimeSpan.FromSeconds(30));
        }
    }

    private readonly struct ThreadJob(int[] threads) : ITileJob
    {
        public void Run(int tile) => threads[tile] = Environment.CurrentManagedThreadId;
    }

    private readonly struct CountingJob(int[] done) : ITileJob
    {
        public void Run(int tile) => Interlocked.Increment(ref done[tile]);
    }

    private readonly struct MeetingJob(Barrier meeting, bool[] met) : ITileJob
    {
        public void Run(int tile) => met[tile] = meeting.SignalAndWait(TimeSpan.FromSeconds(30));
    }

    private readonly struct NestedJob(int[] done, int inner) : ITileJob
    {
        public void Run(int tile) => Workers.Run(inner, new OffsetJob(done, tile * inner));
    }

    private readonly struct OffsetJob(int[] done, int offset) : ITileJob
    {
        public void Run(int tile) => Interlocked.Increment(ref done[offset + tile]);
    }

    private readonly struct FailingJob(int failing) : ITileJob
    {
        public void Run(int tile)
        {
            if (tile == failing)
            {
                throw new DataException($"tile {tile}");
            }
        }
    }
}
