BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
    $homeBefore = $env:ZEROG_HOME
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "zerog-$([guid]::NewGuid())"
    $env:ZEROG_HOME = $folder
    $password = ConvertTo-SecureString 'correct horse' -AsPlainText -Force
}

AfterAll {
    $env:ZEROG_HOME = $homeBefore
    if (Test-Path $folder) { Remove-Item $folder -Recurse }
}

Describe 'New-ZgWallet' {
    It 'emits name, address and file, and no key' {
        $wallet = New-ZgWallet main -Password $password
        $wallet.Name | Should -Be 'main'
        "$($wallet.Address)" | Should -Match '^0x[0-9a-fA-F]{40}$'
        $wallet.Path | Should -Exist
        $wallet | ConvertTo-Json | Should -Not -Match 'key'
    }

    It 'does not write with -WhatIf' {
        New-ZgWallet other -Password $password -WhatIf
        (Get-ZgWallet).Name | Should -Be 'main'
    }

    It 'never replaces a wallet' {
        { New-ZgWallet main -Password $password -ErrorAction Stop } | Should -Throw -ErrorId 'ZgWalletExists,*'
    }
}

Describe 'Import-ZgWallet' {
    It 'takes the private key of -PrivateKey' {
        $key = ConvertTo-SecureString '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d' -AsPlainText -Force
        "$((Import-ZgWallet known -PrivateKey $key -Password $password).Address)" | Should -Be '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
    }

    It 'refuses text that is no key and does not repeat it' {
        $bad = ConvertTo-SecureString 'my-secret-text' -AsPlainText -Force
        { Import-ZgWallet bad -PrivateKey $bad -Password $password -ErrorAction Stop } | Should -Throw -ErrorId 'ZgPrivateKeyInvalid,*'
    }
}

Describe 'Export-ZgWallet' {
    It 'copies the keystore file and replaces nothing' {
        $copy = Export-ZgWallet known (Join-Path $folder 'copy.json')
        $copy.FullName | Should -Exist
        { Export-ZgWallet known $copy.FullName -ErrorAction Stop } | Should -Throw -ErrorId 'ZgTargetExists,*'
    }

    It 'shows the key only as text that was asked for' {
        Export-ZgWallet known -AsPlainText -Password $password -Confirm:$false |
            Should -Be '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
    }
}

Describe 'Recovery phrases' {
    It 'restore the wallet that was made with one' {
        $new = New-ZgWallet phrase -WordCount 12 -Password $password
        "$((Import-ZgWallet restored -Phrase $new.Phrase -Password $password).Address)" | Should -Be "$($new.Address)"
    }
}

Describe 'Secrets by name' {
    It 'come from an environment variable' {
        $env:ZEROG_TEST_PASSWORD = 'correct horse'
        (Export-ZgWallet known -AsSecureString -Password env:ZEROG_TEST_PASSWORD).Length | Should -Be 66
        $env:ZEROG_TEST_PASSWORD = $null
    }

    It 'are not taken as plain text' {
        { Export-ZgWallet known -AsSecureString -Password 'correct horse' -ErrorAction Stop } | Should -Throw
    }
}

Describe 'Remove-ZgWallet' {
    It 'deletes what Get-ZgWallet emits' {
        Get-ZgWallet known | Remove-ZgWallet -Confirm:$false
        (Get-ZgWallet).Name | Should -Not -Contain 'known'
    }

    It 'reports an unknown name' {
        { Remove-ZgWallet known -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'ZgWalletNotFound,*'
    }
}

Describe 'Get-ZgBalance' {
    It 'needs a network' {
        { Get-ZgBalance -ErrorAction Stop } | Should -Throw -ErrorId 'ZgNotConnected,*'
    }
}
