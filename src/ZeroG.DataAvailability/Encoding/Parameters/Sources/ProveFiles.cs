using ZeroG.Cryptography.Bn254;
using ZeroG.DataAvailability.Encoding.Parameters.Files;

namespace ZeroG.DataAvailability.Encoding.Parameters.Sources;

/// <summary>
/// Parameters out of the official prove files of all three cosets. They lack the powers of tau, which are a Fourier transform of the basis
/// of coset 0: minutes of computing for the shape of the network, once.
/// </summary>
internal sealed class ProveFiles : ParameterSource, IDisposable
{
    private readonly ProveFile[] _files;

    private ProveFiles(MatrixShape shape, ProveFile[] files, string? label)
        : base(shape)
    {
        _files = files;
        Label = label;
    }

    public override string? Label { get; }

    public override G2Affine HighG2 => _files[0].HighG2;

    /// <summary>Opens the files of a folder.</summary>
    /// <exception cref="Chain.ZeroGException">As for <see cref="ProveFile.Open"/>; or <c>ZgParameterInvalid</c> if they do not belong
    /// together.</exception>
    public static ProveFiles Open(string folder, MatrixShape shape, bool montgomery, string? label)
    {
        List<ProveFile> files = [];
        try
        {
            for (int coset = 0; coset < MatrixShape.CosetCount; coset++)
            {
                files.Add(ProveFile.Open(Path.Combine(folder, ParameterFileName.Prove(shape, coset, montgomery)), shape, montgomery));
                if (files[coset].HighG2 != files[0].HighG2)
                {
                    throw ParameterFailure.Invalid(files[coset].Path, $"does not come from the same tau as '{files[0].Path}'.");
                }
            }

            return new(shape, [.. files], label);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    public override void TauPowers(Memory<G1Affine> points, ParameterWork work) => PowersFrom(_files[0].Basis, points, work);

    public override void HighPowers(Memory<G1Affine> points, ParameterWork work) => PowersFrom(_files[0].HighBasis, points, work);

    public override void TauPowersG2(Memory<G2Affine> points, ParameterWork work) =>
        throw new NotSupportedException("Prove files do not hold the powers of tau in G2.");

    public override void Basis(int coset, Memory<G1Affine> points, ParameterWork work) => _files[coset].Basis.Read(points, 0, 1, work);

    public override void HighBasis(int coset, Memory<G1Affine> points, ParameterWork work) =>
        _files[coset].HighBasis.Read(points, 0, 1, work);

    public override void Quotients(int coset, int depth, Memory<G1Affine> points, ParameterWork work) =>
        _files[coset].Quotients(depth).Read(points, 0, 1, work);

    public override void Vanishes(int coset, Memory<G2Affine> points, ParameterWork work)
    {
        for (int depth = 1; depth <= Shape.LogRows; depth++)
        {
            _files[coset].Vanishes(depth).Read(points.Slice(VanishStart(depth), 1 << depth), 0, 1, work);
        }
    }

    public void Dispose() => Array.ForEach(_files, file => file.Dispose());

    // [tau^j] = sum over t of w^(tj) [L_t].
    private void PowersFrom(PointSection<G1Affine> basis, Memory<G1Affine> points, ParameterWork work)
    {
        basis.Read(points, 0, 1, work);
        BitOrder.Permute(points.Span);
        PointTransform.Run(points, Fr.RootOfUnity(Shape.LogCells), Fr.One, Fr.One, work);
    }
}
