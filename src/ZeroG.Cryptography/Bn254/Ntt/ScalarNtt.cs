namespace ZeroG.Cryptography.Bn254;

/// <summary>
/// One line after another with scalar arithmetic: for machines without 512-bit vectors, and the twin that the lanes are tested with.
/// </summary>
internal sealed unsafe class ScalarNtt : NttEngine
{
    private Fr[] _block = [];

    public override void Transform(NttPass pass, int block)
    {
        int n = 1 << pass.Log;
        int first = block * BlockLines;
        int count = Math.Min(BlockLines, pass.Lines - first);
        if (_block.Length < count * n)
        {
            _block = new Fr[BlockLines * n];
        }

        // Position by position, so that adjacent columns share their cache lines.
        for (int k = 0; k < n; k++)
        {
            Fr* source = pass.Source + (first * pass.SourceLine) + (k * pass.SourceStep);
            int place = BitOrder.Reverse(k, pass.Log);
            for (int line = 0; line < count; line++, source += pass.SourceLine)
            {
                _block[(line * n) + place] = pass.SourceFactors is null ? *source : *source * pass.SourceFactors[k];
            }
        }

        for (int line = 0; line < count; line++)
        {
            Transform(_block.AsSpan(line * n, n), pass.Log);
            if (pass.Twist is not null)
            {
                Twist(_block.AsSpan(line * n, n), pass.Inverse, pass.Twist.First[first + line], pass.Twist.Ratio[first + line]);
            }
        }

        for (int k = 0; k < n; k++)
        {
            Fr* target = pass.Target + (first * pass.TargetLine) + (k * pass.TargetStep);
            int place = pass.Inverse ? -k & (n - 1) : k;
            for (int line = 0; line < count; line++, target += pass.TargetLine)
            {
                Fr value = _block[(line * n) + place];
                *target = pass.TargetFactors is null ? value : value * pass.TargetFactors[k];
            }
        }
    }

    /// <summary>Decimation in time (Cooley, Tukey 1965): inputs by reversed index, outputs in order.</summary>
    private static void Transform(Span<Fr> values, int log)
    {
        for (int stage = 0; stage < log; stage++)
        {
            ReadOnlySpan<Fr> roots = NttRoots.Stage(stage);
            for (int start = 0; start < values.Length; start += 2 * roots.Length)
            {
                Span<Fr> lower = values.Slice(start, roots.Length);
                Span<Fr> upper = values.Slice(start + roots.Length, roots.Length);
                for (int j = 0; j < roots.Length; j++)
                {
                    Fr product = j == 0 ? upper[0] : upper[j] * roots[j];
                    Fr value = lower[j];
                    lower[j] = value + product;
                    upper[j] = value - product;
                }
            }
        }
    }

    private static void Twist(Span<Fr> values, bool inverse, Fr factor, Fr ratio)
    {
        for (int k = 0; k < values.Length; k++)
        {
            values[inverse ? -k & (values.Length - 1) : k] *= factor;
            factor *= ratio;
        }
    }
}
