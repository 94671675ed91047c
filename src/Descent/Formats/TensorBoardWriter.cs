using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Descent;

/// <summary>
/// Writes scalars to an event file that TensorBoard shows: records of length, checksum, message, checksum, each message an Event. A file is
/// only ever appended to; whoever goes on with a run starts another file beside it, and TensorBoard shows them as one.
/// </summary>
/// <remarks>
/// Source: TensorFlow's <c>record_writer.h</c> (framing), <c>event.proto</c> and <c>summary.proto</c> (messages). Event: 1 wall_time double,
/// 2 step int64, 3 file_version string, 5 summary; Summary: 1 value; Value: 1 tag string, 2 simple_value float.
/// </remarks>
public sealed class TensorBoardWriter : IDisposable
{
    private const byte WallTime = (1 << 3) | ProtocolBuffer.Fixed64;
    private const byte Step = (2 << 3) | ProtocolBuffer.Varint;
    private const byte FileVersion = (3 << 3) | ProtocolBuffer.Bytes;
    private const byte Summary = (5 << 3) | ProtocolBuffer.Bytes;
    private const byte SummaryValue = (1 << 3) | ProtocolBuffer.Bytes;
    private const byte Tag = (1 << 3) | ProtocolBuffer.Bytes;
    private const byte SimpleValue = (2 << 3) | ProtocolBuffer.Fixed32;

    /// <summary>What the names of event files look like.</summary>
    internal const string FilePattern = "events.out.tfevents.*";

    private readonly FileStream file;
    private readonly TimeProvider time;

    /// <summary>Starts a new event file.</summary>
    /// <param name="folder">The folder; made if it is not there.</param>
    /// <param name="time">The clock of the events; the system's unless given.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public TensorBoardWriter(string folder, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        this.time = time ?? TimeProvider.System;
        Directory.CreateDirectory(folder);
        Path = NewPath(folder, this.time.GetUtcNow().ToUnixTimeSeconds());
        file = new FileStream(Path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        var version = new MemoryStream();
        ProtocolBuffer.Write(version, FileVersion, "brain.Event:2"u8);
        WriteEvent(0, version);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Writes one number of one step, and hands it to the operating system.</summary>
    /// <param name="tag">The curve's name; what stands before a slash is the group.</param>
    /// <param name="value">The number, kept in 32 bits; it may be infinite or not a number.</param>
    /// <param name="step">The step, such as the epoch.</param>
    public void Scalar(string tag, double value, long step)
    {
        ArgumentNullException.ThrowIfNull(tag);
        var entry = new MemoryStream();
        ProtocolBuffer.Write(entry, Tag, Encoding.UTF8.GetBytes(tag));
        entry.WriteByte(SimpleValue);
        Span<byte> bits = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bits, (float)value);
        entry.Write(bits);
        var summary = new MemoryStream();
        ProtocolBuffer.Write(summary, SummaryValue, entry.ToArray());
        var content = new MemoryStream();
        ProtocolBuffer.Write(content, Summary, summary.ToArray());
        WriteEvent(step, content);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void WriteEvent(long step, MemoryStream content)
    {
        var message = new MemoryStream();
        message.WriteByte(WallTime);
        Span<byte> wallTime = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(wallTime, (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        message.Write(wallTime);
        message.WriteByte(Step);
        ProtocolBuffer.WriteVarint(message, (ulong)step);
        content.WriteTo(message);
        var record = RecordFile.Frame(message.ToArray());
        file.Write(record);
        file.Flush();
    }

    private static string NewPath(string folder, long seconds)
    {
        // TensorBoard takes the files of a folder in the order of their names, and looks for "tfevents" in them.
        for (var number = 0; ; number++)
        {
            var path = System.IO.Path.Combine(
                folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.descent.{Environment.ProcessId}.{number}"));
            if (!File.Exists(path))
            {
                return path;
            }
        }
    }
}
