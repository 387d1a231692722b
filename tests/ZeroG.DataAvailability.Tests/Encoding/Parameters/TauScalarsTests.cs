using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>What the definitions of the parameters say of their scalars (§3.2 of the AMT's description), in all cosets and
/// depths.</summary>
public sealed class TauScalarsTests
{
    private static readonly Fr Tau = TauScalars.TauOf("zerog/tests/tau"u8);

    public static TheoryData<int, int, int> Cosets()
    {
        TheoryData<int, int, int> rows = [];
        foreach ((int logRows, int logColumns) in new[] { (1, 1), (2, 2), (3, 5), (8, 5), (1, 13) })
        {
            for (int coset = 0; coset < 3; coset++)
            {
                rows.Add(logRows, logColumns, coset);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Cosets))]
    public void Basis_IsThatOfLagrange(int logRows, int logColumns, int coset)
    {
        MatrixShape shape = new(logRows, logColumns);
        Fr[] basis = Basis(shape, coset);
        Fr root = Fr.RootOfUnity(shape.LogCells);
        Fr sum = Fr.Zero;
        Fr tau = Fr.Zero;
        Fr point = Coset.Factor(shape, coset);
        for (int t = 0; t < basis.Length; t++, point *= root)
        {
            sum += basis[BitOrder.Reverse(t, shape.LogCells)];
            tau += point * basis[BitOrder.Reverse(t, shape.LogCells)];
        }

        Assert.Equal(Fr.One, sum);
        Assert.Equal(Tau, tau);
    }

    [Theory]
    [MemberData(nameof(Cosets))]
    public void QuotientTimesVanish_IsTheBasis(int logRows, int logColumns, int coset)
    {
        MatrixShape shape = new(logRows, logColumns);
        TauScalars scalars = new(shape, Tau);
        Fr[] basis = Basis(shape, coset);
        for (int depth = 1; depth <= shape.LogRows; depth++)
        {
            Fr[] vanishes = new Fr[1 << depth];
            scalars.Vanishes(coset, depth, vanishes);
            Fr[] quotients = InBlocks(scalars, shape, (start, block) => scalars.Quotients(coset, depth, start, block));
            for (int p = 0; p < basis.Length; p++)
            {
                Assert.Equal(basis[p], quotients[p] * vanishes[p >> (shape.LogCells - depth)]);
            }
        }
    }

    [Fact]
    public void HighPowers_BeginAtThreeTimesTheCells()
    {
        TauScalars scalars = new(MatrixShape.Small, Tau);
        Fr[] powers = new Fr[3];
        scalars.Powers(scalars.High, 2, powers);
        Assert.Equal([Tau.Pow(6146), Tau.Pow(6147), Tau.Pow(6148)], powers);
    }

    private static Fr[] Basis(MatrixShape shape, int coset)
    {
        TauScalars scalars = new(shape, Tau);
        return InBlocks(scalars, shape, (start, block) => scalars.Basis(Fr.One, coset, start, block));
    }

    private static Fr[] InBlocks(TauScalars scalars, MatrixShape shape, Action<int, Span<Fr>> make)
    {
        Fr[] values = new Fr[shape.Cells];
        for (int start = 0; start < values.Length; start += scalars.BlockSize)
        {
            make(start, values.AsSpan(start, scalars.BlockSize));
        }

        return values;
    }
}
