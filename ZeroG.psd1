@{
    RootModule           = 'ZeroG.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d7c3f0e-8f3b-4b6a-9c39-3a1f0e6f2b11'
    Author               = 'ZeroG contributors'
    CompanyName          = 'ZeroG contributors'
    Copyright            = 'Copyright (c) ZeroG contributors. Licensed under Apache-2.0.'
    Description          = '0G as objects in a PowerShell pipeline: wallets, files with proof, and the nodes themselves, offline by default.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('ZeroG.format.ps1xml', 'ZeroG.Compute.format.ps1xml')
    CmdletsToExport      = @(
        'Add-ZgDeposit'
        'Complete-ZgRefund'
        'Confirm-ZgProvider'
        'Connect-ZgNetwork'
        'ConvertFrom-ZgEncodedBlob'
        'ConvertTo-ZgEncodedBlob'
        'Disconnect-ZgNetwork'
        'Export-ZgWallet'
        'Get-ZgAccount'
        'Get-ZgBalance'
        'Get-ZgFile'
        'Get-ZgFileHash'
        'Get-ZgNetwork'
        'Get-ZgNode'
        'Get-ZgNodeLog'
        'Get-ZgProvider'
        'Get-ZgStorageNode'
        'Get-ZgTransaction'
        'Get-ZgWallet'
        'Import-ZgWallet'
        'Invoke-ZgInference'
        'Measure-ZgStorageCost'
        'Move-ZgFund'
        'New-ZgApiKey'
        'New-ZgDaParameter'
        'New-ZgWallet'
        'Protect-ZgFile'
        'Receive-ZgFile'
        'Register-ZgNetwork'
        'Remove-ZgDeposit'
        'Remove-ZgNode'
        'Remove-ZgWallet'
        'Request-ZgRefund'
        'Revoke-ZgApiKey'
        'Revoke-ZgProvider'
        'Send-ZgFile'
        'Send-ZgToken'
        'Start-ZgComputeProvider'
        'Start-ZgDaEncoder'
        'Start-ZgDevNet'
        'Start-ZgIndexer'
        'Start-ZgStorageNode'
        'Stop-ZgNode'
        'Test-ZgDaParameter'
        'Test-ZgDaSlice'
        'Test-ZgFile'
        'Test-ZgProvider'
        'Unprotect-ZgFile'
        'Wait-ZgNode'
        'Wait-ZgTransaction'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('PSEdition_Core', 'Linux', 'Windows', 'MacOS', '0G', 'Storage', 'DataAvailability', 'Blockchain', 'DevNet')
            LicenseUri = 'https://www.apache.org/licenses/LICENSE-2.0'
        }
    }
}
