using System.Buffers.Binary;
using System.Text;

namespace Descent;

/// <summary>Reads the pickle of a state dictionary, a list of instructions for a stack, of which only those that make plain values are known.</summary>
/// <param name="bytes">The pickle.</param>
/// <param name="path">What errors call the file.</param>
internal sealed class TorchPickle(byte[] bytes, string path)
{
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<uint, object?> memory = [];
    private int at;

    /// <summary>Runs to the end and returns the value that is left.</summary>
    /// <exception cref="ModelFileException">An instruction or name is not known, or the pickle is damaged.</exception>
    public object? Read()
    {
        while (true)
        {
            var instruction = Take(1)[0];
            if (instruction == (byte)'.')
            {
                return Pop();
            }

            Run(instruction);
        }
    }

    private void Run(byte instruction)
    {
        switch (instruction)
        {
            case 0x80:
                Take(1);
                break;
            case (byte)'(':
                marks.Push(stack.Count);
                break;
            case (byte)'N':
                stack.Add(null);
                break;
            case 0x88 or 0x89:
                stack.Add(instruction == 0x88);
                break;
            case (byte)'K':
                stack.Add((long)Take(1)[0]);
                break;
            case (byte)'M':
                stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                break;
            case (byte)'J':
                stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                break;
            case 0x8A:
                stack.Add(Long());
                break;
            case (byte)'G':
                stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            case (byte)'X':
                stack.Add(Encoding.UTF8.GetString(Take(Length())));
                break;
            case (byte)'c':
                stack.Add(Global());
                break;
            case (byte)'q':
                memory[Take(1)[0]] = Top();
                break;
            case (byte)'r':
                memory[(uint)Length()] = Top();
                break;
            case (byte)'h':
                stack.Add(Remembered(Take(1)[0]));
                break;
            case (byte)'j':
                stack.Add(Remembered((uint)Length()));
                break;
            default:
                RunOnStack(instruction);
                break;
        }
    }

    private void RunOnStack(byte instruction)
    {
        switch (instruction)
        {
            case (byte)'}':
                stack.Add(new TorchDictionary());
                break;
            case (byte)']':
                stack.Add(new List<object?>());
                break;
            case (byte)')':
                stack.Add(Array.Empty<object?>());
                break;
            case (byte)'t':
                stack.Add(PopToMark());
                break;
            case 0x85 or 0x86 or 0x87:
                stack.Add(Pop(instruction - 0x84));
                break;
            case (byte)'a':
                var item = Pop();
                TopAs<List<object?>>().Add(item);
                break;
            case (byte)'e':
                var items = PopToMark();
                TopAs<List<object?>>().AddRange(items);
                break;
            case (byte)'s':
                var entry = Pop(2);
                SetItems(entry);
                break;
            case (byte)'u':
                SetItems(PopToMark());
                break;
            case (byte)'b':
                // The state of a dictionary: version numbers of modules, of no use here.
                Pop();
                TopAs<TorchDictionary>();
                break;
            case (byte)'Q':
                stack.Add(TorchCalls.Storage(Pop()) ?? throw Damaged("a reference that is no storage"));
                break;
            case (byte)'R':
                var arguments = Pop();
                stack.Add(TorchCalls.Call(Pop(), arguments) ?? throw Damaged("a call with other arguments than PyTorch's"));
                break;
            default:
                throw new ModelFileException(
                    $"'{path}' is refused: its pickle has the instruction 0x{instruction:x2} at byte {at - 1}, which state dictionaries do not need. "
                    + "Save only model.state_dict().");
        }
    }

    private TorchGlobal Global()
    {
        var name = $"{Line()}.{Line()}";
        return TorchGlobals.IsKnown(name)
            ? new TorchGlobal(name)
            : throw new ModelFileException(
                $"'{path}' is refused: its pickle refers to '{name}', and loading that could run code. Save only model.state_dict().");
    }

    private string Line()
    {
        var length = bytes.AsSpan(at).IndexOf((byte)'\n');
        var line = length is >= 0 and < 200 ? Encoding.UTF8.GetString(Take(length)) : throw Damaged("a name without an end");
        Take(1);
        return line;
    }

    private long Long()
    {
        var number = Take(Take(1)[0]);
        if (number.Length > sizeof(long))
        {
            throw Damaged($"a whole number of {number.Length} bytes");
        }

        Span<byte> all = stackalloc byte[sizeof(long)];
        all.Fill(number.Length > 0 && number[^1] >= 0x80 ? (byte)0xFF : (byte)0);
        number.CopyTo(all);
        return BinaryPrimitives.ReadInt64LittleEndian(all);
    }

    private int Length() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > bytes.Length - at)
        {
            throw Damaged("its end, too early");
        }

        at += count;
        return bytes.AsSpan(at - count, count);
    }

    private void SetItems(object?[] items)
    {
        var dictionary = TopAs<TorchDictionary>();
        if (items.Length % 2 != 0)
        {
            throw Damaged("a key without a value");
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dictionary.Entries.Add(new(items[i], items[i + 1]));
        }
    }

    private object? Remembered(uint index) => memory.TryGetValue(index, out var value) ? value : throw Damaged("a value that was never kept");

    private object?[] PopToMark() => marks.TryPop(out var mark) && mark <= stack.Count ? Pop(stack.Count - mark) : throw Damaged("a missing mark");

    private object?[] Pop(int count)
    {
        if (count > stack.Count)
        {
            throw Damaged("an empty stack");
        }

        var popped = stack.GetRange(stack.Count - count, count).ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return popped;
    }

    private object? Pop() => Pop(1)[0];

    private object? Top() => stack.Count > 0 ? stack[^1] : throw Damaged("an empty stack");

    private T TopAs<T>() => Top() is T value ? value : throw Damaged("a value of another kind");

    private ModelFileException Damaged(string what) => new($"'{path}' is damaged: at byte {at} of its pickle stands {what}.");
}
