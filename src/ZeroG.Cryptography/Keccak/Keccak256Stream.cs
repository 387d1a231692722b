namespace ZeroG.Cryptography.Keccak;

/// <summary>Keccak-256 of a message that comes in pieces of any length, such as a file that does not fit into memory.</summary>
public sealed class Keccak256Stream
{
    private readonly ulong[] _state = new ulong[Keccak256.StateSize];
    private readonly byte[] _block = new byte[Keccak256.BlockSize];
    private int _held;
    private bool _finished;

    /// <summary>Takes the next piece.</summary>
    /// <exception cref="InvalidOperationException">The message has ended.</exception>
    public void Append(ReadOnlySpan<byte> piece)
    {
        ThrowIfFinished();
        if (_held > 0)
        {
            int taken = Math.Min(_block.Length - _held, piece.Length);
            piece[..taken].CopyTo(_block.AsSpan(_held));
            _held += taken;
            piece = piece[taken..];
            if (_held < _block.Length)
            {
                return;
            }

            Keccak256.Absorb(_state, _block);
            _held = 0;
        }

        int whole = piece.Length - (piece.Length % _block.Length);
        Keccak256.Absorb(_state, piece[..whole]);
        piece[whole..].CopyTo(_block);
        _held = piece.Length - whole;
    }

    /// <summary>Ends the message.</summary>
    /// <returns>Its hash, 32 bytes.</returns>
    /// <exception cref="InvalidOperationException">It has ended before.</exception>
    public byte[] Finish()
    {
        ThrowIfFinished();
        _finished = true;
        Keccak256.Pad(_block, _held);
        Keccak256.Absorb(_state, _block);
        return Keccak256.Squeeze(_state);
    }

    private void ThrowIfFinished()
    {
        if (_finished)
        {
            throw new InvalidOperationException("The message has ended. Use another object for the next.");
        }
    }
}
