using ZeroG.DataAvailability.Encoding.Parameters.Points;

namespace ZeroG.DataAvailability.Encoding.Parameters.Files;

/// <summary>An array of points in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Name">What the points are, for messages.</param>
/// <param name="Offset">First byte of the first point.</param>
/// <param name="Count">Points, all of them within the file.</param>
/// <param name="Codec">Their form.</param>
internal sealed record PointSection<TPoint>(MappedFile File, string Name, long Offset, int Count, PointCodec<TPoint> Codec)
    where TPoint : unmanaged
{
    private const int Chunk = 512;

    /// <summary>The points where they lie, unchecked. Only for the Montgomery form, which is that of memory.</summary>
    public ReadOnlyMemory<TPoint> View() => File.View<TPoint>(Offset, Count);

    /// <summary>Reads all points, each checked to be in the group and not infinity.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgParameterInvalid</c> names the first bad one.</exception>
    public TPoint[] Read(ParameterWork work)
    {
        TPoint[] points = new TPoint[Count];
        Read(points, 0, 1, work);
        return points;
    }

    /// <summary>Reads points from one on, each the same distance from the last.</summary>
    /// <exception cref="Chain.ZeroGException"><c>ZgParameterInvalid</c> names the first bad one.</exception>
    public void Read(Memory<TPoint> points, int start, int stride, ParameterWork work) => Scan(points.Length, start, stride, points, work);

    /// <summary>Checks all points as <see cref="Read(ParameterWork)"/> does, and keeps none.</summary>
    /// <returns>The points where they lie; only for the Montgomery form.</returns>
    /// <exception cref="Chain.ZeroGException"><c>ZgParameterInvalid</c> names the first bad one.</exception>
    public ReadOnlyMemory<TPoint> CheckedView(ParameterWork work)
    {
        Scan(Count, 0, 1, default, work);
        return View();
    }

    private void Scan(int count, int start, int stride, Memory<TPoint> points, ParameterWork work)
    {
        int chunks = (count + Chunk - 1) / Chunk;
        (long Index, PointFault Fault)[] faults = new (long, PointFault)[chunks];
        ParallelLoopResult result = Parallel.For(0, chunks, work.Options, (chunk, loop) =>
        {
            int first = chunk * Chunk;
            int end = Math.Min(count, first + Chunk);
            Span<TPoint> kept = points.Span;
            for (int i = first; i < end; i++)
            {
                long index = start + (i * (long)stride);
                PointFault fault = Codec.Read(File.Bytes(Offset + (index * Codec.Size), Codec.Size), out TPoint point);
                if (fault != PointFault.None)
                {
                    // All chunks before this one still run, so that the first bad point is found.
                    faults[chunk] = (index, fault);
                    loop.Break();
                    return;
                }

                if (!kept.IsEmpty)
                {
                    kept[i] = point;
                }
            }
        });
        if (result.LowestBreakIteration is long broken)
        {
            throw ParameterFailure.InvalidPoint(File.Path, Name, faults[broken].Index, faults[broken].Fault);
        }
    }
}
