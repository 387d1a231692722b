using ZeroG.Cryptography.Bn254;

namespace ZeroG.DataAvailability.Encoding;

/// <summary>
/// Works on the columns of a matrix that lies row by row. Several neighbours are fetched into the cache at a time, so that whole cache lines are used.
/// </summary>
internal static class MatrixColumns
{
    private const int AtOnce = 8;

    /// <summary>What is done with a column; the values are overwritten with the outcome.</summary>
    public delegate void Work<TState>(int column, Span<Fr> values, TState state);

    /// <summary>Runs work on all columns.</summary>
    /// <param name="shape">The shape of both matrices.</param>
    /// <param name="source">The matrix whose columns are read.</param>
    /// <param name="target">Receives them; may be the same memory.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <param name="state">Makes what a thread keeps for itself.</param>
    /// <param name="work">The work.</param>
    public static void ForEach<TState>(
        MatrixShape shape, ReadOnlyMemory<Fr> source, Memory<Fr> target, ParallelOptions options, Func<TState> state, Work<TState> work)
    {
        int width = Math.Min(AtOnce, shape.Columns);
        Parallel.For(
            0,
            shape.Columns / width,
            options,
            () => (Buffer: new Fr[width * shape.Rows], State: state()),
            (block, _, own) =>
            {
                int first = block * width;
                Gather(shape, source.Span, first, width, own.Buffer);
                for (int m = 0; m < width; m++)
                {
                    work(first + m, own.Buffer.AsSpan(m * shape.Rows, shape.Rows), own.State);
                }

                Scatter(shape, own.Buffer, first, width, target.Span);
                return own;
            },
            _ => { });
    }

    /// <summary>Multiplies by the powers start, start · ratio, start · ratio² and so on.</summary>
    public static void MultiplyByPowers(Span<Fr> values, Fr start, Fr ratio)
    {
        Fr power = start;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] *= power;
            power *= ratio;
        }
    }

    private static void Gather(MatrixShape shape, ReadOnlySpan<Fr> matrix, int first, int width, Span<Fr> columns)
    {
        for (int row = 0; row < shape.Rows; row++)
        {
            ReadOnlySpan<Fr> line = matrix.Slice((row * shape.Columns) + first, width);
            for (int m = 0; m < line.Length; m++)
            {
                columns[(m * shape.Rows) + row] = line[m];
            }
        }
    }

    private static void Scatter(MatrixShape shape, ReadOnlySpan<Fr> columns, int first, int width, Span<Fr> matrix)
    {
        for (int row = 0; row < shape.Rows; row++)
        {
            Span<Fr> line = matrix.Slice((row * shape.Columns) + first, width);
            for (int m = 0; m < line.Length; m++)
            {
                line[m] = columns[(m * shape.Rows) + row];
            }
        }
    }
}
