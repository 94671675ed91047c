using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Descent.Tests.Checks;

/// <summary>Holds a statement against drawn cases, the same at every run; the smallest case that breaks it is shown.</summary>
internal static class Property
{
    public static void Holds<T>(Arbitrary<T> cases, int count, Action<T> statement)
    {
        var start = FSharpOption<Replay>.Some(new Replay(new Rnd(20_261_121, 7), FSharpOption<int>.None));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(count).WithQuietOnSuccess(true).WithReplay(start), Prop.ForAll(cases, statement));
    }
}
