using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using ZeroG.Cryptography.Bn254;

namespace ZeroG.Benchmarks.Cryptography;

/// <summary>
/// Multiplications in the fields of BN254, per element: one after another and eight at once, each product by itself and each waiting for
/// the one before it.
/// </summary>
[MinColumn]
[HideColumns("Error", "StdDev", "RatioSD")]
public unsafe class FieldBenchmarks
{
    // Operands of eight lanes that stay in a first-level cache.
    private const int Count = 256;
    private const int Groups = Count / 8;
    private const int Rounds = 64;
    private const int Operations = Rounds * Count;

    private readonly Fq[] _left = new Fq[Count];
    private readonly Fq[] _right = new Fq[Count];
    private readonly Fq[] _products = new Fq[Count];
    private readonly Fr[] _scalars = ScalarElements.Random(Count);
    private readonly AlignedBuffer<Lanes8<FqModulus>> _operands = new(3 * Groups);
    private readonly AlignedBuffer<double> _spread = new(LanesTable<FqModulus>.FactorLength);
    private Lanes8<FqModulus>* _lanes;
    private double* _factor;

    private Lanes8<FqModulus>* LaneRight => _lanes + Groups;

    private Lanes8<FqModulus>* LaneProducts => _lanes + (2 * Groups);

    [GlobalSetup]
    public void SetUp()
    {
        _lanes = _operands.Pointer;
        _factor = _spread.Pointer;
        for (int i = 0; i < Count; i++)
        {
            _left[i] = Fq.FromBigInteger(_scalars[i].ToBigInteger());
            _right[i] = _left[i] + Fq.One;
        }

        fixed (Fq* left = _left, right = _right, products = _products)
        {
            for (int i = 0; i < Groups; i++)
            {
                Lanes8<FqModulus>.Load((Limbs4*)left + (8 * i), out _lanes[i]);
                Lanes8<FqModulus>.Load((Limbs4*)right + (8 * i), out LaneRight[i]);
            }

            LanesTable<FqModulus>.WriteFactor(_right[0].Limbs, _factor);
            Lanes();
            for (int i = 0; i < Groups; i++)
            {
                Lanes8<FqModulus>.Store(LaneProducts[i], (Limbs4*)products + (8 * i));
            }
        }

        byte[] byLanes = MemoryMarshal.AsBytes<Fq>(_products).ToArray();
        Scalar();
        Answers.AssertEqual(MemoryMarshal.AsBytes<Fq>(_products), byLanes, nameof(Lanes));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Operations)]
    public void Scalar()
    {
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Count; i++)
            {
                _products[i] = _left[i] * _right[i];
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public Fr ScalarChainOfFr()
    {
        Fr product = _scalars[0];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Count; i++)
            {
                product *= _scalars[i];
            }
        }

        return product;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public Fq ScalarChain()
    {
        Fq product = _left[0];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Count; i++)
            {
                product *= _right[i];
            }
        }

        return product;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Lanes()
    {
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Groups; i++)
            {
                Lanes8<FqModulus>.Multiply(_lanes[i], LaneRight[i], out LaneProducts[i]);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void LanesChain()
    {
        Lanes8<FqModulus> product = _lanes[0];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Groups; i++)
            {
                Lanes8<FqModulus>.Multiply(product, LaneRight[i], out product);
            }
        }

        LaneProducts[0] = product;
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void LanesSquare()
    {
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Groups; i++)
            {
                Lanes8<FqModulus>.Square(_lanes[i], out LaneProducts[i]);
            }
        }
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void LanesByKnownFactor()
    {
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Groups; i++)
            {
                Lanes8<FqModulus>.MultiplyFixed(_lanes[i], _factor, out LaneProducts[i]);
            }
        }
    }
}
