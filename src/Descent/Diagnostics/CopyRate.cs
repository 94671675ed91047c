namespace Descent;

/// <summary>How fast a copy is whose source and target together take a number of bytes: it depends on the cache that holds them.</summary>
/// <param name="Bytes">The bytes of source and target.</param>
/// <param name="BytesPerSecond">Bytes read and written a second.</param>
public readonly record struct CopyRate(long Bytes, double BytesPerSecond);
