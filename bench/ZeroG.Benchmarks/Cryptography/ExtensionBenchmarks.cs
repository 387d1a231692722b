using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// A matrix of 1024 x 1024 scalars to 3072 x 1024, the erasure code of a blob: one inverse transform of 2^20 elements and two on cosets,
/// with the vectors of this machine and without.
/// </summary>
[Config(typeof(ProcessorJobs))]
[MinColumn]
[HideColumns("EnvironmentVariables", "IterationCount", "Error", "StdDev", "RatioSD")]
public class ExtensionBenchmarks
{
    private const int Rows = 1024;
    private const int Columns = 1024;

    private readonly Fr[] _cells = ScalarElements.Random(Rows * Columns);
    private readonly Fr[] _coefficients = new Fr[Rows * Columns];
    private readonly Fr[] _further = new Fr[2 * Rows * Columns];

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Extend();
        Fr[] back = new Fr[_cells.Length];
        for (int coset = 0; coset < 2; coset++)
        {
            Ntt.InverseFromMatrix(Further(coset), back, Rows, Columns, Factor(coset));
            if (!back.AsSpan().SequenceEqual(_coefficients))
            {
                throw new InvalidOperationException("The rows of a coset belong to another polynomial.");
            }
        }
    }

    [Benchmark]
    public void Extend()
    {
        Ntt.InverseFromMatrix(_cells, _coefficients, Rows, Columns, Fr.One, Threads);
        for (int coset = 0; coset < 2; coset++)
        {
            Ntt.ForwardToMatrix(_coefficients, Further(coset), Rows, Columns, Factor(coset), Threads);
        }
    }

    private Span<Fr> Further(int coset) => _further.AsSpan(coset * _cells.Length, _cells.Length);

    private static Fr Factor(int coset) => Fr.RootOfUnity(21 + coset);
}
