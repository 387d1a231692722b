namespace ZeroG.Cryptography.Bn254;

/// <summary>The points of one call of <see cref="GroupFft"/>, in affine coordinates, and its steps.</summary>
internal sealed unsafe class FftWork : IDisposable
{
    // Fewer points than these are not worth a thread of their own.
    private const int SmallestBlock = 64;

    private readonly int _count;
    private readonly int _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly MsmWorkspace _workspace = MsmWorkspace.Rent();
    private readonly PairQueue<G1Affine> _pairs;
    private AlignedBuffer<G1Affine> _points;
    private AlignedBuffer<G1Affine> _others;

    public FftWork(int count, int threads, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _count = count;
        _threads = threads;
        _cancellationToken = cancellationToken;
        _points = new(count);
        _others = new(count);
        _pairs = new(_workspace.Adder);
    }

    /// <summary>The points.</summary>
    public Span<G1Affine> Points => _points.Span(_count);

    /// <summary>Multiplies the points by factors, of which the one of number 0 must be 1.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="factorOf">The factor of each point.</param>
    public void Multiply(PointFactors factors, Func<int, uint> factorOf)
    {
        AlignedBuffer<uint> places = new(_count);
        AlignedBuffer<uint> scalars = new(_count);
        int count = 0;
        for (int i = 0; i < _count; i++)
        {
            uint factor = factorOf(i);
            if (factor != 0 && !_points.Pointer[i].IsInfinity)
            {
                places.Pointer[count] = (uint)i;
                scalars.Pointer[count] = factor;
                _others.Pointer[count++] = _points.Pointer[i];
            }
        }

        int perThread = (count + _threads - 1) / _threads;
        int block = Math.Clamp(perThread, SmallestBlock, PointMultiplier.BlockSize);
        ParallelWork.For((count + block - 1) / block, _threads, MsmWorkspace.Rent, MsmWorkspace.Return, MultiplyBlock, _cancellationToken);
        for (int i = 0; i < count; i++)
        {
            _points.Pointer[places.Pointer[i]] = _others.Pointer[i];
        }

        void MultiplyBlock(int index, MsmWorkspace workspace)
        {
            int first = index * block;
            workspace.Adder.Reset();
            workspace.Multiplier.Multiply(_others.Pointer + first, Math.Min(block, count - first), factors, scalars.Pointer + first);
        }
    }

    /// <summary>Replaces each pair of points that lie that far apart by their sum and difference.</summary>
    public void Butterflies(int half)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _workspace.Adder.Reset(infinity: true);
        _pairs.Begin(_points.Pointer, _others.Pointer);
        for (uint i = 0; i < _count; i++)
        {
            if ((i & half) == 0)
            {
                uint even = i << 1, odd = (i + (uint)half) << 1;
                _pairs.Append(even, odd, i);
                _pairs.Append(even, odd | 1, i + (uint)half);
            }
        }

        _pairs.Flush();
        (_points, _others) = (_others, _points);
    }

    /// <summary>Writes the points where they came from.</summary>
    public void CopyTo(Span<G1Jacobian> points)
    {
        _workspace.Adder.MakeCanonical(_points.Pointer, _count);
        for (int i = 0; i < _count; i++)
        {
            points[i] = _points.Pointer[i].ToJacobian();
        }
    }

    public void Dispose() => MsmWorkspace.Return(_workspace);
}
