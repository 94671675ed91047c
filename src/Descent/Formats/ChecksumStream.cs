namespace Descent;

/// <summary>Reads a stream and computes the CRC-32 of zip archives over what was read.</summary>
/// <param name="inner">The stream; closed with this one.</param>
/// <remarks>Source: ISO 3309, the polynomial 0xEDB88320 with its bits reversed.</remarks>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private const uint Polynomial = 0xEDB88320;
    private static readonly uint[] Table = MakeTable();

    private uint state = uint.MaxValue;
    private long total;

    /// <summary>The checksum of what was read so far.</summary>
    public uint Checksum => ~state;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => total;
        set => throw new NotSupportedException();
    }

    /// <summary>Reads what is left.</summary>
    /// <exception cref="InvalidDataException">All in all it is not as long as announced.</exception>
    public void ReadToEnd(long announced)
    {
        Span<byte> rest = stackalloc byte[4096];
        while (total <= announced && Read(rest) > 0)
        {
        }

        if (total != announced)
        {
            throw new InvalidDataException("an entry is not as long as the archive says");
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        total += read;
        var crc = state;
        foreach (var value in buffer[..read])
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        state = crc;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            }

            table[i] = crc;
        }

        return table;
    }
}
