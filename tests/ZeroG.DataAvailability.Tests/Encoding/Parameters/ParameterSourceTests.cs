using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding;
using ZeroG.DataAvailability.Encoding.Parameters;
using ZeroG.DataAvailability.Encoding.Parameters.Files;
using ZeroG.DataAvailability.Encoding.Parameters.Sources;
using ZeroG.Testing;

namespace ZeroG.DataAvailability.Tests.Encoding.Parameters;

/// <summary>However the parameters are come by, they are the same points as those of the known tau.</summary>
public sealed class ParameterSourceTests : IDisposable
{
    private const string Label = "sources";

    private readonly TempFolder _folder = new();
    private readonly ParameterWork _work = new(cancellationToken: TestContext.Current.CancellationToken);

    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 2, 2 }, { 3, 2 }, { 1, 4 }, { 4, 1 } };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task PowersOfTau_GiveAllOtherParameters(int logRows, int logColumns)
    {
        KnownTau known = new(new MatrixShape(logRows, logColumns), Label);
        foreach (bool montgomery in (bool[])[true, false])
        {
            string path = _folder[$"powers-{montgomery}.bin"];
            await PowersOfTauFile.WriteAsync(path, known, montgomery, overwrite: false, _work);
            using PowersOfTau derived = PowersOfTau.Open(path, known.Shape, montgomery, label: null, _work);
            AssertSame(known, derived);
            AssertSameQuotients(known, derived);
            Assert.Equal(G2Points(known, known.TauPowersG2), G2Points(derived, derived.TauPowersG2));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task ProveFiles_GiveThePowersToo(int logRows, int logColumns)
    {
        KnownTau known = new(new MatrixShape(logRows, logColumns), Label);
        await OfficialFileSet.WriteAsync(_folder.Path, known, overwrite: false, _work);
        foreach (bool montgomery in (bool[])[true, false])
        {
            using ProveFiles derived = ProveFiles.Open(_folder.Path, known.Shape, montgomery, label: null);
            AssertSame(known, derived);
            AssertSameQuotients(known, derived);
            Assert.Throws<NotSupportedException>(() => derived.TauPowersG2(new G2Affine[1], _work));
        }
    }

    private void AssertSame(ParameterSource expected, ParameterSource actual)
    {
        Assert.Equal(expected.HighG2, actual.HighG2);
        Assert.Equal(Points(expected, expected.TauPowers), Points(actual, actual.TauPowers));
        Assert.Equal(Points(expected, expected.HighPowers), Points(actual, actual.HighPowers));
        for (int coset = 0; coset < 3; coset++)
        {
            int number = coset;
            Assert.Equal(
                Points(expected, (points, work) => expected.Basis(number, points, work)),
                Points(actual, (points, work) => actual.Basis(number, points, work)));
            Assert.Equal(
                Points(expected, (points, work) => expected.HighBasis(number, points, work)),
                Points(actual, (points, work) => actual.HighBasis(number, points, work)));
            G2Affine[] vanishes = new G2Affine[ParameterSource.VanishCount(expected.Shape)];
            expected.Vanishes(coset, vanishes, _work);
            G2Affine[] others = new G2Affine[vanishes.Length];
            actual.Vanishes(coset, others, _work);
            Assert.Equal(vanishes, others);
        }
    }

    private void AssertSameQuotients(ParameterSource expected, ParameterSource actual)
    {
        for (int coset = 0; coset < 3; coset++)
        {
            for (int depth = 1; depth <= expected.Shape.LogRows; depth++)
            {
                (int number, int level) = (coset, depth);
                Assert.Equal(
                    Points(expected, (points, work) => expected.Quotients(number, level, points, work)),
                    Points(actual, (points, work) => actual.Quotients(number, level, points, work)));
            }
        }
    }

    private G1Affine[] Points(ParameterSource source, Action<Memory<G1Affine>, ParameterWork> make)
    {
        G1Affine[] points = new G1Affine[source.Shape.Cells];
        make(points, _work);
        return points;
    }

    private G2Affine[] G2Points(ParameterSource source, Action<Memory<G2Affine>, ParameterWork> make)
    {
        G2Affine[] points = new G2Affine[source.Shape.Cells];
        make(points, _work);
        return points;
    }
}
