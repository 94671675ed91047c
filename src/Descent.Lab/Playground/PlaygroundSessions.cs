using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Descent.Lab.Playground;

/// <summary>The trainings of all open playgrounds: so many, and those that nobody looks at make room for others.</summary>
internal sealed class PlaygroundSessions : IDisposable
{
    /// <summary>The most playgrounds at once.</summary>
    public const int Most = 64;

    private readonly ConcurrentDictionary<string, PlaygroundSession> sessions = new();
    private readonly SemaphoreSlim slots = new(Safety.Limits.MostTrainings, Safety.Limits.MostTrainings);
    private readonly Timer sweep;
    private readonly Lock making = new();

    /// <summary>No sessions yet.</summary>
    public PlaygroundSessions()
        => sweep = new Timer(_ => Drop(session => session.IsIdle), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    /// <summary>How many there are.</summary>
    public int Count => sessions.Count;

    /// <summary>A session by its name, or a new one where there is none of the name.</summary>
    /// <exception cref="SpecificationException">There are as many as can be, and all are looked at.</exception>
    public PlaygroundSession FindOrMake(string? id)
    {
        if (id is not null && sessions.TryGetValue(id, out var known))
        {
            return known;
        }

        lock (making)
        {
            if (sessions.Count >= Most)
            {
                var oldest = sessions.Values.Where(session => !session.IsSeen).MinBy(session => session.Used)
                    ?? throw new SpecificationException($"{Most} playgrounds are open, and no more can be. Close one, or try again later.");
                Drop(session => session == oldest);
            }

            var made = new PlaygroundSession(RandomNumberGenerator.GetHexString(16, lowercase: true), slots);
            sessions[made.Id] = made;
            return made;
        }
    }

    /// <summary>A session by its name.</summary>
    /// <exception cref="SpecificationException">There is none: it was idle and made room for others.</exception>
    public PlaygroundSession Find(string id) => sessions.TryGetValue(id, out var session)
        ? session
        : throw new SpecificationException("This playground was idle for long and is closed. Reload the page: the address holds its state.");

    /// <inheritdoc/>
    public void Dispose()
    {
        sweep.Dispose();
        Drop(_ => true);
    }

    private void Drop(Predicate<PlaygroundSession> which)
    {
        foreach (var session in sessions.Values.Where(session => which(session)))
        {
            if (sessions.TryRemove(session.Id, out _))
            {
                session.Dispose();
            }
        }
    }
}
