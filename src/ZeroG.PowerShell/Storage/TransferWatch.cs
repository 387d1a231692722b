using ZeroG.PowerShell.Pipeline;
using ZeroG.Storage.Transfer;

namespace ZeroG.PowerShell.Storage;

/// <summary>Shows a transfer: phases and bytes on a progress line, remarks and warnings where they are told to go.</summary>
internal sealed class TransferWatch(PipelineProgress line, Action<string> remark, Action<string>? warn = null) : IProgress<TransferProgress>
{
    public void Report(TransferProgress value)
    {
        if (value.Warning is { } warning)
        {
            warn?.Invoke(warning);
            return;
        }

        line.Report(value.Phase.ToString(), value.Bytes, value.Total);
        if (value.Detail is { } detail)
        {
            remark(detail);
        }
    }
}
