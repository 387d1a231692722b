BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/ZeroG')
    $homeBefore = $env:ZEROG_HOME
    $folder = [System.IO.Directory]::CreateTempSubdirectory('zerog-files-').FullName
    $env:ZEROG_HOME = Join-Path $folder 'home'
    $locationBefore = (Get-Location).Path
    Set-Location $folder
    [System.IO.File]::WriteAllText((Join-Path $folder 'hello.txt'), 'hello')
    [System.IO.File]::WriteAllText((Join-Path $folder 'world.txt'), 'hello, world')
    $helloRoot = '0x3c0a2457170aa849c8f7051e23d7874a362be798d95fbb333c901c6cf19dca5a'
    $strangeRoot = '0x' + '7' * 64
    $null = Start-ZgDevNet -Name files
}

AfterAll {
    Stop-ZgNode files
    Set-Location $locationBefore
    $env:ZEROG_HOME = $homeBefore
    Remove-Item $folder -Recurse
}

Describe 'Get-ZgFileHash' {
    It 'gives the root of a file under -Path, relative to the location' {
        $hash = Get-ZgFileHash hello.txt
        "$($hash.Root)" | Should -Be $helloRoot
        $hash.Size | Should -Be 5
        $hash.Path | Should -Be (Join-Path $folder 'hello.txt')
    }

    It 'takes the objects of Get-ChildItem' {
        (Get-ChildItem *.txt | Get-ZgFileHash).Name | Should -Be @('hello.txt', 'world.txt')
    }

    It 'takes text with -Name' {
        "$(('hello' | Get-ZgFileHash -Name greeting.txt).Root)" | Should -Be $helloRoot
    }

    It 'reports a missing file as an error of its own' {
        { Get-ZgFileHash missing.txt -ErrorAction Stop } | Should -Throw -ErrorId 'ZgFileNotFound,*'
    }
}

Describe 'Measure-ZgStorageCost' {
    It 'says the fee of a file and of the same size alike' {
        "$((Measure-ZgStorageCost hello.txt).Fee)" | Should -Be "$((Measure-ZgStorageCost -Size 5).Fee)"
    }

    It 'counts sectors with their padding' {
        (Measure-ZgStorageCost -Size 1MB).Sectors | Should -Be 4096
    }
}

Describe 'Send-ZgFile' {
    It 'stores a file and says root, sequence and fee' {
        $sent = Send-ZgFile hello.txt
        "$($sent.Root)" | Should -Be $helloRoot
        "$($sent.State)" | Should -Be 'Finalized'
        $sent.Transaction | Should -Not -BeNullOrEmpty
    }

    It 'does not pay for the same file again' {
        $again = Send-ZgFile hello.txt
        "$($again.State)" | Should -Be 'AlreadyStored'
        "$($again.Fee)" | Should -Be '0 0G'
    }

    It 'spends nothing with -WhatIf' {
        $before = "$((Get-ZgBalance).Amount)"
        Send-ZgFile world.txt -WhatIf | Should -BeNullOrEmpty
        "$((Get-ZgBalance).Amount)" | Should -Be $before
    }

    It 'refuses a fee above -MaxFee' {
        { Send-ZgFile world.txt -MaxFee '1 neuron' -ErrorAction Stop } | Should -Throw -ErrorId 'ZgFeeTooHigh,*'
    }
}

Describe 'Send-ZgFile -Manifest' {
    It 'stores a folder once, and passes over it in the second run' {
        $null = New-Item -ItemType Directory -Path ./tree/sub
        'one' | Set-Content ./tree/one.txt
        'two' | Set-Content ./tree/sub/two.txt
        $first = Get-ChildItem ./tree -Recurse | Send-ZgFile -Manifest tree.csv
        $first | Should -HaveCount 2
        $before = "$((Get-ZgBalance).Amount)"
        $second = Get-ChildItem ./tree -Recurse | Send-ZgFile -Manifest tree.csv
        "$($second.State)" | Should -Be 'AlreadyStored AlreadyStored'
        "$($second.Root)" | Should -Be "$($first.Root)"
        "$((Get-ZgBalance).Amount)" | Should -Be $before
    }

    It 'restores the folder from the manifest' {
        $null = Import-Csv tree.csv | Receive-ZgFile -Destination ./treeback -BasePath ./tree
        Get-Content ./treeback/one.txt | Should -Be 'one'
        Get-Content ./treeback/sub/two.txt | Should -Be 'two'
    }

    It 'refuses a file that is no manifest' {
        { Send-ZgFile hello.txt -Manifest world.txt -ErrorAction Stop } | Should -Throw -ErrorId 'ZgManifestInvalid,*'
        Get-Content world.txt | Should -Be 'hello, world'
    }
}

Describe 'Receive-ZgFile' {
    It 'restores files from a manifest under their names' {
        Get-ChildItem *.txt | Send-ZgFile | Export-Csv manifest.csv
        $received = Import-Csv manifest.csv | Receive-ZgFile -Destination ./restore
        $received | Should -HaveCount 2
        Get-Content ./restore/hello.txt | Should -Be 'hello'
        Get-Content ./restore/world.txt | Should -Be 'hello, world'
    }

    It 'keeps a file that exists, unless -Force is given' {
        { Receive-ZgFile $helloRoot -Destination ./restore/world.txt -ErrorAction Stop } | Should -Throw -ErrorId 'ZgTargetExists,*'
        (Receive-ZgFile $helloRoot -Destination ./restore/world.txt -Force).Size | Should -Be 5
    }

    It 'reports a root that nobody knows' {
        { Receive-ZgFile $strangeRoot -Destination ./strange -ErrorAction Stop } | Should -Throw -ErrorId 'ZgFileUnknown,*'
    }
}

Describe 'Encrypted files' {
    It 'comes back decrypted from the network, for the wallet that sent it' {
        $received = Send-ZgFile hello.txt -Encrypt | Receive-ZgFile -Destination ./secret.txt -Decrypt
        "$($received.Encryption)" | Should -Be 'Ecies'
        Get-Content ./secret.txt | Should -Be 'hello'
    }

    It 'is encrypted and decrypted in a local file by a key file' {
        '00112233445566778899aabbccddeeff' * 2 | Set-Content ./file.key
        $file = Protect-ZgFile hello.txt -EncryptionKeyPath ./file.key -WarningAction SilentlyContinue
        $file.Name | Should -Be 'hello.txt.enc'
        $null = $file | Unprotect-ZgFile -EncryptionKeyPath ./file.key -Destination ./plain.txt -WarningAction SilentlyContinue
        Get-Content ./plain.txt | Should -Be 'hello'
    }

    It 'needs the key that its header asks for' {
        { Unprotect-ZgFile hello.txt.enc -Destination ./none.txt -ErrorAction Stop } | Should -Throw -ErrorId 'ZgEncryptionKeyMissing,*'
    }
}

Describe 'Receive-ZgFile into the pipeline' {
    It 'emits lines, or bytes of a range' {
        $sent = Send-ZgFile world.txt
        $sent | Receive-ZgFile -AsText | Should -Be 'hello, world'
        [System.Text.Encoding]::UTF8.GetString(($sent | Receive-ZgFile -AsByteStream -Offset 7 -Length 5)) | Should -Be 'world'
    }
}

Describe 'Get-ZgFile' {
    It 'says what a node knows of a file' {
        $known = Send-ZgFile hello.txt | Get-ZgFile
        "$($known.State)" | Should -Be 'Finalized'
        $known.Size | Should -Be 5
    }

    It 'reports a root that is not 32 bytes' {
        { Get-ZgFile 0x1234 -ErrorAction Stop } | Should -Throw -ErrorId 'ZgRootInvalid,*'
    }
}

Describe 'Test-ZgFile' {
    It 'passes every check for a file that was sent, and for its local copy' {
        $checks = Send-ZgFile hello.txt | Test-ZgFile -Path hello.txt
        $checks.Name | Should -Be @('Known', 'Available', 'Proven', 'Local')
        $checks.Passed | Should -Not -Contain $false
    }

    It 'answers with -Quiet in one Boolean, also for a root that nobody knows' {
        Test-ZgFile $helloRoot -Quiet | Should -BeTrue
        Test-ZgFile $strangeRoot -Quiet | Should -BeFalse
    }
}

Describe 'Get-ZgStorageNode' {
    It 'lists the nodes of the network with their health' {
        $nodes = Get-ZgStorageNode
        $nodes | Should -HaveCount 1
        "$($nodes.State)" | Should -Be 'Healthy'
        "$($nodes.Shard)" | Should -Be '0/1'
    }

    It 'lists only those that hold a file' {
        Get-ZgStorageNode -Root $helloRoot | Should -HaveCount 1
        { Get-ZgStorageNode -Root $strangeRoot -ErrorAction Stop } | Should -Throw -ErrorId 'ZgFileUnknown,*'
    }
}
